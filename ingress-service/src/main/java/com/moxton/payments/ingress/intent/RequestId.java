package com.moxton.payments.ingress.intent;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * A UUIDv7 whose last 32 bits are the head of a SHA-256 over the other bits and the user's id. Any instance can tell from
 * the id alone how old the request is and that it isn't another user's, without having seen it.
 *
 * <p>That is for a clear answer, not for protection: the hash holds no secret. What protects a reply is the user it names.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9562#name-uuid-version-7">RFC 9562</a>
 */
record RequestId(UUID value) {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final long LOW_32 = 0xFFFF_FFFFL;

    static RequestId issue(String userId, Clock clock) {
        long high = clock.millis() << 16 | 0x7000L | RANDOM.nextInt(0x1000);
        long low = 0x8000_0000_0000_0000L | ((long) RANDOM.nextInt(0x4000_0000) << 32);
        return new RequestId(new UUID(high, low | owner(high, low, userId)));
    }

    /** Empty for whatever {@link #issue} can't have made. */
    static Optional<RequestId> parse(String text) {
        if (text.length() != 36) {
            return Optional.empty();
        }
        try {
            UUID uuid = UUID.fromString(text);
            boolean ours = uuid.version() == 7
                    && uuid.variant() == 2
                    && uuid.toString().equals(text);
            return ours ? Optional.of(new RequestId(uuid)) : Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    boolean belongsTo(String userId) {
        long high = value.getMostSignificantBits();
        long low = value.getLeastSignificantBits();
        return (low & LOW_32) == owner(high, low, userId);
    }

    Instant issuedAt() {
        return Instant.ofEpochMilli(value.getMostSignificantBits() >>> 16);
    }

    private static long owner(long high, long low, String userId) {
        byte[] user = userId.getBytes(StandardCharsets.UTF_8);
        ByteBuffer input = ByteBuffer.allocate(12 + user.length)
                .putLong(high)
                .putInt((int) (low >>> 32))
                .put(user);
        try {
            return ByteBuffer.wrap(MessageDigest.getInstance("SHA-256").digest(input.array()))
                            .getInt()
                    & LOW_32;
        } catch (NoSuchAlgorithmException e) {
            throw new LinkageError("Every Java platform has SHA-256", e);
        }
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
