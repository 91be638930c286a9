package com.moxton.payments.ingress.webhook;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;

/** Webhooks that Stripe might have sent, but for a few things; some of them signed all the same. Each seed is one. */
final class WebhookFuzz {
    private static final String SECRET = WebhookFuzzTest.SECRET;
    private static final long NOW = WebhookFuzzTest.NOW.getEpochSecond();
    private static final String[] PIECES = {
        "\"",
        "\\",
        "{",
        "}",
        "[",
        "]",
        ",",
        ":",
        "null",
        "true",
        "1e999999999",
        "-0",
        "1e-999999999",
        "\\ud800",
        "\\u0000",
        "\u0000",
        "9".repeat(400),
        "9".repeat(2000),
        "\"id\":\"evt_2\",",
        "\"object\":\"event\",",
        "\"data\":{\"object\":{}},",
        "\"created\":99999999999999999999,",
        "\ufeff",
        "é",
        "💳",
        "\n",
        "//",
        "/*",
        "NaN",
        "'",
        "\"type\":{\"type\":[]},",
        ":[",
        ":{",
        ":[{},",
        "[".repeat(600),
        "{\"a\":".repeat(600),
        "x".repeat(5000)
    };
    private static final String[] HEADER_PIECES = {
        "t=",
        "v1=",
        "v0=",
        ",",
        "=",
        ";",
        " ",
        "t=" + NOW,
        "t=0",
        "t=-1",
        "t=999999999999999",
        "t=9999999999999999",
        "v1=" + "0".repeat(64),
        "v1=",
        "١",
        "é",
        "\t",
        "\"",
        "%00",
        "T=1",
        "v1=" + "f".repeat(4000),
        "t=1e9",
        "+",
        "a=b"
    };

    private static final String[] TIMES = {
        "0",
        "-1",
        "+1",
        "",
        " ",
        "1e9",
        "999999999999999",
        "9999999999999999",
        "99999999999999999999",
        "9".repeat(300),
        Long.toString(NOW - 301),
        Long.toString(NOW + 301),
        "1.5",
        "0x1",
        "\u0661"
    };

    /** What is sent, and whether the header was made for these bytes and left alone. */
    record Sent(List<String> headers, byte[] body, boolean signed) {}

    private final Random random;

    private WebhookFuzz(long seed) {
        this.random = new Random(seed);
    }

    static Sent of(long seed) {
        return new WebhookFuzz(seed).sent();
    }

    private Sent sent() {
        byte[] body = body();
        boolean signed = random.nextInt(3) > 0;
        // Whoever has the secret could sign any time.
        String time = signed || random.nextBoolean() ? Long.toString(NOW) : TIMES[random.nextInt(TIMES.length)];
        String header = header(time, body);
        if (!signed && time.equals(Long.toString(NOW))) {
            header = mutate(header, HEADER_PIECES);
        }
        return switch (random.nextInt(40)) {
            case 0 -> new Sent(List.of(), body, false);
            case 1 -> new Sent(List.of(header, header), body, false);
            default -> new Sent(List.of(header), body, signed);
        };
    }

    private String header(String time, byte[] body) {
        SigningSecret secret = new SigningSecret(random.nextInt(10) == 0 ? "whsec_next" : SECRET);
        String v1 = "v1=" + HexFormat.of().formatHex(secret.sign(time, body));
        String noise = "v1=" + "0".repeat(64);
        return switch (random.nextInt(4)) {
            case 0 -> "t=" + time + "," + noise + "," + v1;
            case 1 -> v1 + ",v0=abc,t=" + time;
            default -> "t=" + time + "," + v1;
        };
    }

    private byte[] body() {
        byte[] event = Webhooks.event("evt_" + random.nextInt(1000), "pi_1");
        return switch (random.nextInt(8)) {
            case 0 -> event;
            case 1 -> Arrays.copyOf(event, random.nextInt(event.length + 1));
            case 2 -> flipped(event);
            case 3 -> noise(random.nextInt(300));
            case 4 -> nested(random.nextInt(3000));
            default -> mutate(new String(event, StandardCharsets.UTF_8), PIECES).getBytes(StandardCharsets.UTF_8);
        };
    }

    private byte[] flipped(byte[] event) {
        byte[] flipped = event.clone();
        for (int i = random.nextInt(8); i >= 0; i--) {
            flipped[random.nextInt(flipped.length)] = (byte) random.nextInt();
        }
        return flipped;
    }

    private byte[] noise(int length) {
        byte[] noise = new byte[length];
        random.nextBytes(noise);
        return noise;
    }

    private byte[] nested(int depth) {
        boolean closed = random.nextBoolean();
        String nest = (random.nextBoolean()
                ? "[".repeat(depth) + (closed ? "]".repeat(depth) : "")
                : "{\"a\":".repeat(depth) + "1" + (closed ? "}".repeat(depth) : ""));
        String event = new String(Webhooks.event("evt_1", "pi_1"), StandardCharsets.UTF_8);
        return event.replace("{\"id\"", "{\"x\":" + nest + ",\"id\"").getBytes(StandardCharsets.UTF_8);
    }

    private String mutate(String text, String[] pieces) {
        StringBuilder mutated = new StringBuilder(text);
        for (int i = random.nextInt(4); i >= 0; i--) {
            int at = random.nextInt(mutated.length() + 1);
            switch (random.nextInt(4)) {
                case 0 -> mutated.insert(at, pieces[random.nextInt(pieces.length)]);
                case 1 -> mutated.delete(at, Math.min(mutated.length(), at + 1 + random.nextInt(12)));
                case 2 -> mutated.insert(at, (char) random.nextInt(0x250));
                default -> {
                    int end = Math.min(mutated.length(), at + random.nextInt(60));
                    mutated.insert(at, mutated.substring(at, end));
                }
            }
        }
        return mutated.toString();
    }
}
