package com.moxton.payments.worker.replay;

import com.moxton.payments.worker.ops.Operator;
import java.net.URI;
import java.security.Principal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Replays, dry runs and audits for scripts. */
@RestController
@RequestMapping("/ops/api")
class ReplayController {

    private final Replays replays;

    ReplayController(Replays replays) {
        this.replays = replays;
    }

    /** A job as it is told. */
    record View(
            String id,
            String mode,
            String state,
            ReplayChoice choice,
            String requestedBy,
            String reason,
            Instant createdAt,
            @Nullable Instant startedAt,
            @Nullable Instant finishedAt,
            Instant updatedAt,
            long total,
            long scanned,
            long matched,
            long done,
            Map<String, Object> result,
            @Nullable String problem,
            List<PartitionRange> partitions) {

        static View of(ReplayJob job) {
            return new View(
                    job.id(),
                    job.mode().wireName(),
                    job.state().wireName(),
                    job.choice(),
                    job.requestedBy(),
                    job.reason(),
                    job.createdAt(),
                    job.startedAt(),
                    job.finishedAt(),
                    job.updatedAt(),
                    job.total(),
                    job.scanned(),
                    job.matched(),
                    job.done(),
                    job.result(),
                    job.problem(),
                    job.ranges());
        }
    }

    record AuditWish(
            @Nullable ReplayFilter filter, @Nullable String reason) {}

    @PostMapping("/replays")
    ResponseEntity<View> start(@RequestBody Replays.Wish wish, Principal principal) {
        return accepted("/ops/api/replays/", replays.start(wish, Operator.of(principal)));
    }

    @GetMapping("/replays")
    List<View> list(@RequestParam(defaultValue = "0") int offset, @RequestParam(defaultValue = "50") int limit) {
        return replays.list(offset, limit).stream().map(View::of).toList();
    }

    @GetMapping({"/replays/{id}", "/audits/{id}"})
    View find(@PathVariable String id) {
        return View.of(replays.find(id));
    }

    @GetMapping({"/replays/{id}/diffs", "/audits/{id}/diffs"})
    List<RowDiff> diffs(
            @PathVariable String id,
            @RequestParam(defaultValue = "0") int offset,
            @RequestParam(defaultValue = "50") int limit) {
        return replays.diffs(id, offset, limit);
    }

    @PostMapping({"/replays/{id}/pause", "/audits/{id}/pause"})
    View pause(@PathVariable String id, Principal principal) {
        return View.of(replays.act(id, JobState.Act.PAUSE, Operator.of(principal)));
    }

    @PostMapping({"/replays/{id}/resume", "/audits/{id}/resume"})
    View resume(@PathVariable String id, Principal principal) {
        return View.of(replays.act(id, JobState.Act.RESUME, Operator.of(principal)));
    }

    @PostMapping({"/replays/{id}/cancel", "/audits/{id}/cancel"})
    View cancel(@PathVariable String id, Principal principal) {
        return View.of(replays.act(id, JobState.Act.CANCEL, Operator.of(principal)));
    }

    @PostMapping("/audits")
    ResponseEntity<View> startAudit(@RequestBody AuditWish wish, Principal principal) {
        return accepted("/ops/api/audits/", replays.startAudit(wish.filter(), wish.reason(), Operator.of(principal)));
    }

    @GetMapping("/audits")
    List<View> audits(@RequestParam(defaultValue = "0") int offset, @RequestParam(defaultValue = "50") int limit) {
        return replays.listAudits(offset, limit).stream().map(View::of).toList();
    }

    private static ResponseEntity<View> accepted(String address, ReplayJob job) {
        return ResponseEntity.accepted()
                .location(URI.create(address + job.id()))
                .body(View.of(job));
    }
}
