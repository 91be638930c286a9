package com.moxton.payments.worker.enquiry;

import com.moxton.payments.worker.ops.OpsProblemException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/**
 * The last row of a piece of a list: the next one goes on behind it. Found by an index however far down it is, and rows that
 * are new meanwhile shift nothing. As text {@code 1790000000000000_evt_1}.
 *
 * @param at whole microseconds, as the tables have them
 */
record Cursor(Instant at, String id) {

    private static final long MICROS = 1_000_000;

    /** Null for null and for blank. */
    static @Nullable Cursor parse(String field, @Nullable String text) {
        if (text == null || text.isBlank()) {
            return null;
        }
        int cut = text.indexOf('_');
        String id = cut < 0 ? null : Input.id(field, text.substring(cut + 1));
        if (id == null || !text.substring(0, cut).matches("-?\\d{1,17}")) {
            throw OpsProblemException.badInput(field, "must be the next of the page before");
        }
        try {
            return new Cursor(Instant.EPOCH.plus(Long.parseLong(text.substring(0, cut)), ChronoUnit.MICROS), id);
        } catch (DateTimeException e) {
            throw OpsProblemException.badInput(field, "must be the next of the page before");
        }
    }

    @Override
    public String toString() {
        long micros = Math.addExact(Math.multiplyExact(at.getEpochSecond(), MICROS), at.getNano() / 1_000);
        return micros + "_" + id;
    }
}
