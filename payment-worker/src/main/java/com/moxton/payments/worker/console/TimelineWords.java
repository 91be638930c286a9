package com.moxton.payments.worker.console;

import com.moxton.payments.worker.enquiry.Timeline;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.web.util.UriUtils;

/** How the entries of a timeline are called, and where they lead. */
@Component("words")
class TimelineWords {

    public String kind(String wireName) {
        return switch (wireName) {
            case "request" -> "asked by the storefront";
            case "reply" -> "answered";
            case "act" -> "operator";
            case "call" -> "call to Stripe";
            case "transition" -> "change";
            case "dead-letter" -> "dead letter";
            default -> wireName;
        };
    }

    /** The page of what the entry is about; null when there is none. */
    public @Nullable String address(Timeline.Entry entry) {
        String ref = entry.ref();
        if (ref == null) {
            return null;
        }
        String id = UriUtils.encodePathSegment(ref, StandardCharsets.UTF_8);
        return switch (entry.kind()) {
            case EVENT -> "/events/" + id;
            case REPLAY -> "/replays/" + id;
            case DEAD_LETTER -> "/dead-letters/" + id;
            case TRANSITION -> ref.startsWith("evt_") ? "/events/" + id : null;
            case REQUEST, REPLY, CALL, ACT -> null;
        };
    }
}
