package com.moxton.payments.worker.enquiry;

import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** The overview for scripts. */
@RestController
@RequestMapping("/ops/api")
class OverviewController {

    private final Overviews overviews;

    OverviewController(Overviews overviews) {
        this.overviews = overviews;
    }

    @GetMapping("/overview")
    Overview overview() {
        return overviews.now();
    }
}
