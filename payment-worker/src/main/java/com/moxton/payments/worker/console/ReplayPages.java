package com.moxton.payments.worker.console;

import com.moxton.payments.events.EventSource;
import com.moxton.payments.events.Topic;
import com.moxton.payments.worker.inbox.EventOutcome;
import com.moxton.payments.worker.ops.Operator;
import com.moxton.payments.worker.ops.OpsProblemException;
import com.moxton.payments.worker.replay.DifferingOrders;
import com.moxton.payments.worker.replay.JobState;
import com.moxton.payments.worker.replay.ReplayFilter;
import com.moxton.payments.worker.replay.ReplayJob;
import com.moxton.payments.worker.replay.Replays;
import jakarta.servlet.http.HttpServletResponse;
import java.security.Principal;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** Replays, dry runs and audits. */
@Controller
class ReplayPages {

    private static final int PAGE = 50;
    private static final int DIFFS = 25;

    private final Replays replays;
    private final DifferingOrders differing;
    private final Show show;

    ReplayPages(Replays replays, DifferingOrders differing, Show show) {
        this.replays = replays;
        this.differing = differing;
        this.show = show;
    }

    @GetMapping("/replays")
    String list(@RequestParam(defaultValue = "0") int offset, Model model) {
        return list("replays", replays.list(Math.max(0, offset), PAGE), offset, model);
    }

    @GetMapping("/audits")
    String audits(@RequestParam(defaultValue = "0") int offset, Model model) {
        return list("audits", replays.listAudits(Math.max(0, offset), PAGE), offset, model);
    }

    private String list(String what, List<ReplayJob> jobs, int offset, Model model) {
        model.addAttribute("what", what);
        model.addAttribute(
                "jobs", jobs.stream().map(job -> new JobView(job, show)).toList());
        model.addAttribute("newest", offset > 0 ? "/" + what : null);
        model.addAttribute("older", jobs.size() == PAGE ? "/%s?offset=%d".formatted(what, offset + PAGE) : null);
        return "replays";
    }

    /** @param audit id of the audit or dry run whose differing orders are to be repaired; null for an empty form */
    @GetMapping("/replays/new")
    String form(
            @ModelAttribute("form") ReplayForm form,
            @RequestParam(required = false) @Nullable String audit,
            Model model) {
        if (audit != null) {
            model.addAttribute(
                    "form", ReplayForm.forced(differing.of(audit), "Repairs what audit " + audit + " found."));
        }
        return "replay-new";
    }

    @PostMapping("/replays")
    String start(
            @ModelAttribute("form") ReplayForm form,
            @RequestParam String mode,
            Principal principal,
            Model model,
            HttpServletResponse response) {
        try {
            return "redirect:/replays/"
                    + replays.start(form.toWish(mode), Operator.of(principal)).id();
        } catch (OpsProblemException e) {
            Alerts.problem(model, response, e);
            return "replay-new";
        }
    }

    @GetMapping("/audits/new")
    String auditForm(@ModelAttribute("form") ReplayForm form) {
        return "audit-new";
    }

    @PostMapping("/audits")
    String startAudit(
            @ModelAttribute("form") ReplayForm form, Principal principal, Model model, HttpServletResponse response) {
        try {
            return "redirect:/replays/"
                    + replays.startAudit(form.filter(), form.reason(), Operator.of(principal))
                            .id();
        } catch (OpsProblemException e) {
            Alerts.problem(model, response, e);
            return "audit-new";
        }
    }

    @GetMapping({"/replays/{id}", "/audits/{id}"})
    String job(@PathVariable String id, @RequestParam(defaultValue = "0") int offset, Model model) {
        return job(replays.find(id), Math.max(0, offset), model);
    }

    private String job(ReplayJob job, int offset, Model model) {
        JobView view = new JobView(job, show);
        model.addAttribute("view", view);
        model.addAttribute("diffs", replays.diffs(job.id(), offset, DIFFS));
        String address = "/replays/" + job.id();
        model.addAttribute("offset", offset);
        model.addAttribute(
                "previous",
                offset == 0 ? null : "%s?offset=%d#differences".formatted(address, Math.max(0, offset - DIFFS)));
        model.addAttribute(
                "next",
                offset + DIFFS < view.keptDiffs()
                        ? "%s?offset=%d#differences".formatted(address, offset + DIFFS)
                        : null);
        return "replay";
    }

    /**
     * The part of the page that moves.
     *
     * @param seen the state the page shows: when the job's offers other buttons by now, the whole page is loaded again
     */
    @GetMapping("/replays/{id}/progress")
    String progress(@PathVariable String id, @RequestParam String seen, Model model, HttpServletResponse response) {
        JobView view = new JobView(replays.find(id), show);
        boolean same = Arrays.stream(JobState.values())
                .filter(state -> state.wireName().equals(seen))
                .anyMatch(view::looksLike);
        if (!same) {
            response.setHeader("HX-Refresh", "true");
        }
        model.addAttribute("view", view);
        return "replay :: moving";
    }

    @PostMapping("/replays/{id}/{act}")
    String act(@PathVariable String id, @PathVariable String act, Principal principal, RedirectAttributes next) {
        JobState.Act wanted = Arrays.stream(JobState.Act.values())
                .filter(known -> known.name().toLowerCase(Locale.ROOT).equals(act))
                .findFirst()
                .orElseThrow(() -> OpsProblemException.notFound("unknown_act", "There is no such act."));
        try {
            replays.act(id, wanted, Operator.of(principal));
        } catch (OpsProblemException e) {
            Alerts.problem(next, e);
        }
        return "redirect:/replays/" + id;
    }

    /** What a dry run has shown, for good. */
    @PostMapping("/replays/{id}/run")
    String run(
            @PathVariable String id,
            @RequestParam(required = false) @Nullable String rate,
            @RequestParam(required = false) @Nullable String reason,
            Principal principal,
            Model model,
            HttpServletResponse response) {
        ReplayJob dryRun = replays.find(id);
        try {
            Replays.Wish wish = new Replays.Wish(
                    "run", null, null, null, null, null, null, ReplayForm.rate(rate), reason, dryRun.id());
            return "redirect:/replays/"
                    + replays.start(wish, Operator.of(principal)).id();
        } catch (OpsProblemException e) {
            Alerts.problem(model, response, e);
            model.addAttribute("rate", rate);
            model.addAttribute("reason", reason);
            return job(dryRun, 0, model);
        }
    }

    @ModelAttribute("topics")
    List<String> topics() {
        return Stream.of(Topic.STRIPE_EVENTS, Topic.STRIPE_EVENTS_DLT, Topic.PAYMENT_REQUESTS_DLT)
                .map(Topic::topicName)
                .toList();
    }

    @ModelAttribute("allOutcomes")
    List<String> outcomes() {
        return Stream.concat(
                        Arrays.stream(EventOutcome.values()).map(EventOutcome::wireName),
                        Stream.of(ReplayFilter.UNPROCESSED))
                .toList();
    }

    @ModelAttribute("allSources")
    List<String> sources() {
        return Arrays.stream(EventSource.values()).map(EventSource::headerValue).toList();
    }
}
