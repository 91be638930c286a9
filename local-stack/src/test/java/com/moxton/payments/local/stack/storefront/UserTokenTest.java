package com.moxton.payments.local.stack.storefront;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** That ingress-service takes these tokens is shown end to end. */
class UserTokenTest {
    private static final Instant NOW = Instant.parse("2026-11-23T10:00:00Z");
    private static final String SECRET = "0123456789abcdef0123456789abcdef";

    @Test
    void namesTheUserForAnHour() throws Exception {
        String token = tokens(SECRET).of("ada");
        assertThat(token).isNotNull();
        String[] parts = token.split("\\.");

        assertThat(json(parts[0])).hasToString("{\"alg\":\"HS256\",\"typ\":\"JWT\"}");
        JsonNode claims = json(parts[1]);
        assertThat(claims.path("sub").asString()).isEqualTo("ada");
        assertThat(claims.path("exp").asLong()).isEqualTo(NOW.plusSeconds(3600).getEpochSecond());
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(SECRET.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
        assertThat(Base64.getUrlDecoder().decode(parts[2]))
                .isEqualTo(mac.doFinal((parts[0] + "." + parts[1]).getBytes(StandardCharsets.US_ASCII)));
    }

    @Test
    void makesNoneWhereAnIssuerDoes() {
        assertThat(tokens(null).of("ada")).isNull();
    }

    private static UserToken tokens(@Nullable String secret) {
        StorefrontSettings settings = new StorefrontSettings(URI.create("http://localhost:8080"), null, null, secret);
        return new UserToken(settings, JsonMapper.shared(), Clock.fixed(NOW, ZoneOffset.UTC));
    }

    private static JsonNode json(String part) {
        return JsonMapper.shared().readTree(Base64.getUrlDecoder().decode(part));
    }
}
