package com.moxton.payments.ingress.webhook;

import com.moxton.payments.benchmarks.pieces.SampleEvent;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** The check of a webhook's signature, beside the HMAC that it can't do without. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class SignatureBenchmark {

    private static final String SECRET = "whsec_benchmarks_benchmarks_benchmarks";
    private static final Instant NOW = Instant.ofEpochSecond(1_790_000_013);

    private final byte[] body = SampleEvent.body();
    private final List<String> header = List.of("t=%d,v1=%s"
            .formatted(
                    NOW.getEpochSecond(),
                    HexFormat.of()
                            .formatHex(new SigningSecret(SECRET).sign(Long.toString(NOW.getEpochSecond()), body))));
    private final WebhookSignature signature = new WebhookSignature(
            List.of(new SigningSecret(SECRET)), Duration.ofMinutes(5), Clock.fixed(NOW, ZoneOffset.UTC));
    private final Mac mac = mac();

    private static Mac mac() {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(SECRET.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            return mac;
        } catch (GeneralSecurityException e) {
            throw new LinkageError("Every Java platform has HmacSHA256", e);
        }
    }

    @Benchmark
    public void signatureCheck() {
        signature.verify(header, body);
    }

    @Benchmark
    public byte[] hmacAlone() {
        return mac.doFinal(body);
    }
}
