package com.moxton.payments.worker.enquiry;

import com.moxton.payments.worker.inbox.LogPosition;
import com.moxton.payments.worker.ops.Operator;
import java.security.Principal;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Payments, events, records and orders in review for scripts. */
@RestController
@RequestMapping("/ops/api")
class EnquiryController {

    private final Payments payments;
    private final Timelines timelines;
    private final PaymentRefresh refresh;
    private final Events events;
    private final LoggedRecords records;
    private final Reviews reviews;

    EnquiryController(
            Payments payments,
            Timelines timelines,
            PaymentRefresh refresh,
            Events events,
            LoggedRecords records,
            Reviews reviews) {
        this.payments = payments;
        this.timelines = timelines;
        this.refresh = refresh;
        this.events = events;
        this.records = records;
        this.reviews = reviews;
    }

    /** @param requestId of the request that was published */
    record Asked(String requestId) {}

    @GetMapping("/payments")
    Page<PaymentView> payments(@ModelAttribute PaymentSearch search) {
        return payments.search(search);
    }

    @GetMapping("/payments/{id}")
    PaymentDetail payment(@PathVariable String id) {
        return payments.find(id);
    }

    @GetMapping("/payments/{id}/timeline")
    Timeline timeline(@PathVariable String id) {
        return timelines.of(id);
    }

    @PostMapping("/payments/{id}/refresh")
    ResponseEntity<Asked> refresh(@PathVariable String id, @Nullable Principal principal) {
        return ResponseEntity.accepted().body(new Asked(refresh.ask(id, Operator.of(principal))));
    }

    @GetMapping("/events")
    Page<EventView> events(@ModelAttribute EventSearch search) {
        return events.search(search);
    }

    @GetMapping("/events/{id}")
    EventDetail event(@PathVariable String id) {
        return events.find(id);
    }

    @GetMapping("/events/{id}/body")
    LoggedRecord body(@PathVariable String id) {
        return records.read(events.find(id).position());
    }

    @GetMapping("/log/{topic}/{partition}/{offset}")
    LoggedRecord record(@PathVariable String topic, @PathVariable int partition, @PathVariable long offset) {
        return records.read(new LogPosition(topic, partition, offset));
    }

    @GetMapping("/reviews")
    Page<ReviewCase> reviews(
            @RequestParam(required = false) @Nullable String before,
            @RequestParam(required = false) @Nullable String limit) {
        return reviews.list(before, limit);
    }
}
