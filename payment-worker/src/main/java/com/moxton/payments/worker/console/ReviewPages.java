package com.moxton.payments.worker.console;

import com.moxton.payments.worker.enquiry.Page;
import com.moxton.payments.worker.enquiry.ReviewCase;
import com.moxton.payments.worker.enquiry.Reviews;
import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** Orders that need a person. */
@Controller
class ReviewPages {

    private final Reviews reviews;

    ReviewPages(Reviews reviews) {
        this.reviews = reviews;
    }

    @GetMapping("/reviews")
    String list(@RequestParam(required = false) @Nullable String before, Model model, HttpServletRequest request) {
        Page<ReviewCase> page = reviews.list(before, null);
        model.addAttribute("cases", page.items());
        model.addAttribute("count", reviews.count());
        Links.pager(model, request, page.next());
        return "reviews";
    }
}
