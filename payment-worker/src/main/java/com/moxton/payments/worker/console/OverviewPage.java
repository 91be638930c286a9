package com.moxton.payments.worker.console;

import com.moxton.payments.worker.enquiry.Overview;
import com.moxton.payments.worker.enquiry.Overviews;
import java.util.List;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ResponseBody;

/** How things stand, at a glance. What can't be had says so; the rest is there. */
@Controller
class OverviewPage {

    private final Overviews overviews;

    OverviewPage(Overviews overviews) {
        this.overviews = overviews;
    }

    /**
     * What the chart draws, the oldest first.
     *
     * @param at seconds since 1970
     */
    record Series(List<Long> at, List<Long> received, List<Long> applied) {}

    @GetMapping("/")
    String page(Model model) {
        model.addAttribute("view", new OverviewView(overviews.now()));
        return "overview";
    }

    /** The part of the page that moves. */
    @GetMapping("/overview/live")
    String live(Model model) {
        model.addAttribute("view", new OverviewView(overviews.now()));
        return "overview :: live";
    }

    /** The chart's numbers to be read. */
    @GetMapping("/overview/minutes")
    String minutes(Model model) {
        model.addAttribute("view", new OverviewView(overviews.now()));
        return "overview :: minutes";
    }

    @GetMapping("/overview/series")
    @ResponseBody
    ResponseEntity<Series> series() {
        List<Overview.Minute> minutes = overviews.now().minutes().value();
        return minutes == null
                ? ResponseEntity.status(503).build()
                : ResponseEntity.ok(new Series(
                        minutes.stream()
                                .map(minute -> minute.start().getEpochSecond())
                                .toList(),
                        minutes.stream().map(Overview.Minute::received).toList(),
                        minutes.stream().map(Overview.Minute::applied).toList()));
    }
}
