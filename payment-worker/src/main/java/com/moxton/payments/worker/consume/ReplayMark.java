package com.moxton.payments.worker.consume;

import com.moxton.payments.events.HeaderNames;
import com.moxton.payments.events.kafka.RecordHeaders;
import java.util.regex.Pattern;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/**
 * A record is here by a replay. Nobody outside can say so: ingress gives its records headers of its own and takes none over.
 *
 * @param id of the replay, a UUID
 * @param force whether the event is to be taken in although it was taken in before
 */
public record ReplayMark(String id, boolean force) {

    private static final Pattern UUID = Pattern.compile("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}");

    /** Null when the record isn't a replay's, or bears no id of ours: it is a record like any other then. */
    static @Nullable ReplayMark of(Headers headers) {
        String id = RecordHeaders.text(headers, HeaderNames.REPLAY_ID);
        return id == null || !UUID.matcher(id).matches()
                ? null
                : new ReplayMark(id, "true".equals(RecordHeaders.text(headers, HeaderNames.REPLAY_FORCE)));
    }
}
