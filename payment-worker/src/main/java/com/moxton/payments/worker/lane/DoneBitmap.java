package com.moxton.payments.worker.lane;

import java.util.Base64;
import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/**
 * Which offsets at and above a committed offset are done already. Travels as the metadata of the commit, so that
 * whoever is assigned the partition next can skip them.
 *
 * <p>The text is {@code 1:<committed offset>:<bits as Base64>}. It names the offset it belongs to because tools copy
 * metadata along with offsets of their own (MirrorMaker translates offsets between clusters, for one): bits read against
 * another offset would mark records as done that nobody has handled.
 */
final class DoneBitmap {
    /**
     * How far above the committed offset bits can reach: 3,000 bytes are 4,000 characters of Base64, which leaves room
     * for the rest within the broker's default {@code offset.metadata.max.bytes} of 4,096.
     */
    static final int REACH = 24_000;

    private static final String VERSION = "1";

    private DoneBitmap() {}

    /** Bits beyond {@link #REACH} are left out: those records would be handled again after a crash, no more. */
    static String write(long committed, BitSet done) {
        BitSet within = done.length() <= REACH ? done : done.get(0, REACH);
        if (within.isEmpty()) {
            return "";
        }
        return VERSION + ":" + committed + ":"
                + Base64.getUrlEncoder().withoutPadding().encodeToString(within.toByteArray());
    }

    /** Bit i stands for offset {@code committed + i}. Empty for metadata that isn't ours or is another offset's. */
    static BitSet read(long committed, @Nullable String metadata) {
        if (metadata == null) {
            return new BitSet();
        }
        String[] parts = metadata.split(":", -1);
        if (parts.length != 3 || !parts[0].equals(VERSION) || !parts[1].equals(Long.toString(committed))) {
            return new BitSet();
        }
        try {
            return BitSet.valueOf(Base64.getUrlDecoder().decode(parts[2]));
        } catch (IllegalArgumentException e) {
            return new BitSet();
        }
    }
}
