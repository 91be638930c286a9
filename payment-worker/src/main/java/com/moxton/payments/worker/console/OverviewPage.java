package com.moxton.payments.worker.console;

import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;

/** How things stand, at a glance. */
@Controller
class OverviewPage {

    @GetMapping("/")
    String page() {
        return "overview";
    }
}
