package com.moxton.payments.worker.deadletter;

import com.moxton.payments.worker.inbox.LogPosition;
import com.moxton.payments.worker.ops.Operator;
import com.moxton.payments.worker.ops.OpsAudit;
import com.moxton.payments.worker.ops.OpsProblemException;
import java.net.URI;
import java.security.Principal;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Dead letters for scripts. */
@RestController
@RequestMapping("/ops/api/dead-letters")
class DeadLetterController {

    private final DeadLetters letters;

    DeadLetterController(DeadLetters letters) {
        this.letters = letters;
    }

    /** A dead letter as it is told. */
    record DeadLetterView(
            long id,
            String state,
            String reason,
            @Nullable String message,
            @Nullable String exceptionClass,
            @Nullable String stage,
            int attempts,
            Instant firstFailedAt,
            Instant lastFailedAt,
            LogPosition position,
            @Nullable LogPosition source,
            @Nullable String key,
            @Nullable String eventId,
            @Nullable String requestId,
            @Nullable String type,
            boolean forced,
            @Nullable Long formerId,
            @Nullable Long newerId,
            @Nullable String redriveId,
            @Nullable String redrivenBy,
            @Nullable Instant redrivenAt,
            @Nullable String problem,
            @Nullable String outcome,
            @Nullable Instant resolvedAt,
            @Nullable String discardedBy,
            @Nullable Instant discardedAt,
            @Nullable String discardReason) {

        static DeadLetterView of(DeadLetter letter) {
            return new DeadLetterView(
                    letter.id(),
                    letter.state().wireName(),
                    letter.reason(),
                    letter.message(),
                    letter.exceptionClass(),
                    letter.stage(),
                    letter.attempts(),
                    letter.firstFailedAt(),
                    letter.lastFailedAt(),
                    letter.position(),
                    letter.source(),
                    letter.key(),
                    letter.eventId(),
                    letter.requestId(),
                    letter.type(),
                    letter.forced(),
                    letter.formerId(),
                    letter.newerId(),
                    letter.redriveId(),
                    letter.redrivenBy(),
                    letter.redrivenAt(),
                    letter.problem(),
                    letter.outcome(),
                    letter.resolvedAt(),
                    letter.discardedBy(),
                    letter.discardedAt(),
                    letter.discardReason());
        }
    }

    record Why(@Nullable String reason) {}

    record Selection(@Nullable List<Long> ids, @Nullable String reason) {}

    /**
     * @param filter required: {@code {}} for all open ones
     */
    record AllWish(
            @Nullable DeadLetterFilter filter, @Nullable String reason) {}

    /** The newest first; the next page begins {@code before} the last id of this one. */
    @GetMapping
    List<DeadLetterView> list(
            @RequestParam(required = false) @Nullable String state,
            @RequestParam(required = false) @Nullable String topic,
            @RequestParam(required = false) @Nullable String reason,
            @RequestParam(required = false) @Nullable String type,
            @RequestParam(required = false) @Nullable String text,
            @RequestParam(required = false) @Nullable Long before,
            @RequestParam(defaultValue = "50") int limit) {
        return letters.list(new DeadLetterFilter(state, topic, reason, type, text), before, limit).stream()
                .map(DeadLetterView::of)
                .toList();
    }

    @GetMapping("/counts")
    List<DeadLetters.Count> counts() {
        return letters.counts();
    }

    @GetMapping("/{id}")
    DeadLetterView find(@PathVariable long id) {
        return DeadLetterView.of(letters.find(id));
    }

    @GetMapping("/{id}/body")
    DeadLetters.Body body(@PathVariable long id) {
        DeadLetters.Body body = letters.body(id);
        if (body == null) {
            throw OpsProblemException.notFound("body_gone", "The log no longer holds this dead letter.");
        }
        return body;
    }

    @GetMapping("/{id}/history")
    List<OpsAudit.Entry> history(@PathVariable long id) {
        return letters.history(id);
    }

    @PostMapping("/{id}/redrive")
    ResponseEntity<DeadLetters.Redrive> redrive(@PathVariable long id, @RequestBody Why why, Principal principal) {
        return accepted(letters.redrive(List.of(id), why.reason(), Operator.of(principal)));
    }

    @PostMapping("/redrive")
    ResponseEntity<DeadLetters.Redrive> redriveSelection(@RequestBody Selection selection, Principal principal) {
        return accepted(letters.redrive(ids(selection), selection.reason(), Operator.of(principal)));
    }

    @PostMapping("/redrive-all")
    ResponseEntity<DeadLetters.Redrive> redriveAll(@RequestBody AllWish wish, Principal principal) {
        if (wish.filter() == null) {
            throw OpsProblemException.badInput("filter", "is required: {} for all open ones");
        }
        return accepted(letters.redriveAll(wish.filter(), wish.reason(), Operator.of(principal)));
    }

    @GetMapping("/redrives/{redriveId}")
    DeadLetters.Redrive redrive(@PathVariable String redriveId) {
        return letters.redrive(redriveId);
    }

    @PostMapping("/{id}/discard")
    DeadLetterView discard(@PathVariable long id, @RequestBody Why why, Principal principal) {
        letters.discard(List.of(id), why.reason(), Operator.of(principal));
        return find(id);
    }

    /** How many were discarded. */
    record Discarded(int letters) {}

    @PostMapping("/discard")
    Discarded discardSelection(@RequestBody Selection selection, Principal principal) {
        letters.discard(ids(selection), selection.reason(), Operator.of(principal));
        return new Discarded(ids(selection).size());
    }

    private static List<Long> ids(Selection selection) {
        List<Long> ids = selection.ids();
        if (ids == null || ids.stream().anyMatch(id -> id == null)) {
            throw OpsProblemException.badInput("ids", "are required, and none of them null");
        }
        return ids.stream().distinct().toList();
    }

    private static ResponseEntity<DeadLetters.Redrive> accepted(DeadLetters.Redrive redrive) {
        return ResponseEntity.accepted()
                .location(URI.create("/ops/api/dead-letters/redrives/" + redrive.id()))
                .body(redrive);
    }
}
