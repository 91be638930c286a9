package com.moxton.payments.worker.console;

import com.moxton.payments.worker.ops.OpsAudit;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** Who did what, and why. */
@Controller
class AuditPage {

    private static final int PAGE = 50;

    private final OpsAudit audit;

    AuditPage(OpsAudit audit) {
        this.audit = audit;
    }

    /** @param before only what is older than the entry of this id; null for the newest */
    @GetMapping("/audit")
    String page(@RequestParam(required = false) @Nullable Long before, Model model) {
        List<OpsAudit.Entry> entries = audit.list(before == null ? Long.MAX_VALUE : before, PAGE + 1);
        boolean more = entries.size() > PAGE;
        List<OpsAudit.Entry> shown = more ? entries.subList(0, PAGE) : entries;
        model.addAttribute("entries", shown);
        model.addAttribute("newest", before == null ? null : "/audit");
        model.addAttribute("older", more ? "/audit?before=" + shown.getLast().id() : null);
        return "audit";
    }
}
