package com.moxton.payments.worker.ops;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Who did what, for scripts. */
@RestController
class OpsAuditController {

    private static final int GREATEST_PAGE = 500;

    private final OpsAudit audit;

    OpsAuditController(OpsAudit audit) {
        this.audit = audit;
    }

    /** The newest first; the next page begins {@code before} the last id of this one. */
    @GetMapping("/ops/api/audit-log")
    List<OpsAudit.Entry> list(
            @RequestParam(required = false) @Nullable Long before, @RequestParam(defaultValue = "50") int limit) {
        if (limit < 1 || limit > GREATEST_PAGE) {
            throw OpsProblemException.badInput("limit", "must lie between 1 and %d".formatted(GREATEST_PAGE));
        }
        return audit.list(before == null ? Long.MAX_VALUE : before, limit);
    }
}
