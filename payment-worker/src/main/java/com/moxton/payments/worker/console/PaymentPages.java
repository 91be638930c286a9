package com.moxton.payments.worker.console;

import com.moxton.payments.worker.enquiry.Page;
import com.moxton.payments.worker.enquiry.PaymentDetail;
import com.moxton.payments.worker.enquiry.PaymentRefresh;
import com.moxton.payments.worker.enquiry.PaymentSearch;
import com.moxton.payments.worker.enquiry.PaymentView;
import com.moxton.payments.worker.enquiry.Payments;
import com.moxton.payments.worker.enquiry.Timelines;
import com.moxton.payments.worker.ops.Operator;
import com.moxton.payments.worker.ops.OpsProblemException;
import com.moxton.payments.worker.payment.PaymentStatus;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.security.Principal;
import java.util.List;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** Finding a payment, and what happened to it. */
@Controller
class PaymentPages {

    private final Payments payments;
    private final Timelines timelines;
    private final PaymentRefresh refresh;

    PaymentPages(Payments payments, Timelines timelines, PaymentRefresh refresh) {
        this.payments = payments;
        this.timelines = timelines;
        this.refresh = refresh;
    }

    @GetMapping("/payments")
    String list(
            @ModelAttribute("search") PaymentSearch search,
            Model model,
            HttpServletRequest request,
            HttpServletResponse response) {
        try {
            Page<PaymentView> page = payments.search(search);
            model.addAttribute("payments", page.items());
            Links.pager(model, request, page.next());
        } catch (OpsProblemException e) {
            Alerts.problem(model, response, e);
        }
        model.addAttribute("statuses", PaymentSearch.STATUSES);
        return "payments";
    }

    @GetMapping("/payments/{id}")
    String payment(@PathVariable String id, Model model) {
        PaymentDetail detail = payments.find(id);
        model.addAttribute("detail", detail);
        model.addAttribute("payment", detail.payment());
        model.addAttribute("metadata", detail.metadata().toPrettyString());
        model.addAttribute("timeline", timelines.of(detail));
        model.addAttribute("canRefresh", canRefresh(detail.payment()));
        return "payment";
    }

    private static boolean canRefresh(PaymentView payment) {
        return payment.intentId() != null
                && !List.of(PaymentStatus.SUCCEEDED.wireName(), PaymentStatus.CANCELED.wireName())
                        .contains(payment.status());
    }

    @PostMapping("/payments/{id}/refresh")
    String refresh(@PathVariable String id, Principal principal, RedirectAttributes next) {
        try {
            refresh.ask(id, Operator.of(principal));
            Alerts.done(next, "Stripe is asked. Load this page again in a moment to see the answer.");
        } catch (OpsProblemException e) {
            Alerts.problem(next, e);
        }
        next.addAttribute("id", id);
        return "redirect:/payments/{id}";
    }
}
