package com.moxton.payments.worker.console;

import com.moxton.payments.worker.enquiry.EventSearch;
import com.moxton.payments.worker.enquiry.EventView;
import com.moxton.payments.worker.enquiry.Events;
import com.moxton.payments.worker.enquiry.LoggedRecords;
import com.moxton.payments.worker.enquiry.Page;
import com.moxton.payments.worker.inbox.LogPosition;
import com.moxton.payments.worker.ops.OpsProblemException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestHeader;

/** Events, and records of the log. */
@Controller
class EventPages {

    private final Events events;
    private final LoggedRecords records;

    EventPages(Events events, LoggedRecords records) {
        this.events = events;
        this.records = records;
    }

    @GetMapping("/events")
    String list(
            @ModelAttribute("search") EventSearch search,
            Model model,
            HttpServletRequest request,
            HttpServletResponse response) {
        try {
            Page<EventView> page = events.search(search);
            model.addAttribute("events", page.items());
            Links.pager(model, request, page.next());
        } catch (OpsProblemException e) {
            Alerts.problem(model, response, e);
        }
        model.addAttribute("outcomes", EventSearch.OUTCOMES);
        return "events";
    }

    @GetMapping("/events/{id}")
    String event(@PathVariable String id, Model model) {
        model.addAttribute("detail", events.find(id));
        return "event";
    }

    /** A page of its own, or the part of one that asks by htmx. That shows a problem where the record would be. */
    @GetMapping("/log/{topic}/{partition}/{offset}")
    String record(
            @PathVariable String topic,
            @PathVariable int partition,
            @PathVariable long offset,
            @RequestHeader(name = "HX-Request", required = false) @Nullable String part,
            Model model) {
        LogPosition position = new LogPosition(topic, partition, offset);
        if (part == null) {
            model.addAttribute("record", records.read(position));
            return "record";
        }
        try {
            model.addAttribute("record", records.read(position));
        } catch (OpsProblemException e) {
            model.addAttribute("missing", e.getMessage());
        } catch (KafkaException e) {
            model.addAttribute("missing", "Kafka doesn't answer. Try again soon.");
        }
        return "record :: record";
    }
}
