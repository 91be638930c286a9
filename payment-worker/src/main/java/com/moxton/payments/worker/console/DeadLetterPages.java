package com.moxton.payments.worker.console;

import com.moxton.payments.events.Topic;
import com.moxton.payments.worker.deadletter.DeadLetter;
import com.moxton.payments.worker.deadletter.DeadLetterFilter;
import com.moxton.payments.worker.deadletter.DeadLetterState;
import com.moxton.payments.worker.deadletter.DeadLetters;
import com.moxton.payments.worker.enquiry.LoggedRecord;
import com.moxton.payments.worker.enquiry.LoggedRecords;
import com.moxton.payments.worker.inbox.LogPosition;
import com.moxton.payments.worker.ops.Operator;
import com.moxton.payments.worker.ops.OpsProblemException;
import java.security.Principal;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;
import org.springframework.web.util.UriComponentsBuilder;

/** Dead letters: which there are, what each is, and what is done with it. */
@Controller
class DeadLetterPages {

    private static final int PAGE = 50;
    /** Of the filter: whatever state. An absent one means those that need somebody. */
    private static final String ANY = "any";

    private final DeadLetters letters;
    private final LoggedRecords records;

    DeadLetterPages(DeadLetters letters, LoggedRecords records) {
        this.letters = letters;
        this.records = records;
    }

    /** The filter's fields as the address and the form have them. */
    record Filter(
            @Nullable String state,
            @Nullable String topic,
            @Nullable String reason,
            @Nullable String type,
            @Nullable String text) {

        Filter {
            state = state == null || state.isBlank() ? DeadLetterState.OPEN.wireName() : state;
        }

        DeadLetterFilter toFilter() {
            return new DeadLetterFilter(ANY.equals(state) ? null : state, topic, reason, type, text);
        }

        /** Of the list with this filter. */
        String address(@Nullable Long before) {
            UriComponentsBuilder address = UriComponentsBuilder.fromPath("/dead-letters");
            Map<String, Object> values = new LinkedHashMap<>();
            add(address, values, "state", DeadLetterState.OPEN.wireName().equals(state) ? null : state);
            add(address, values, "topic", topic);
            add(address, values, "reason", reason);
            add(address, values, "type", type);
            add(address, values, "text", text);
            add(address, values, "before", before);
            return address.encode().buildAndExpand(values).toUriString();
        }

        private static void add(
                UriComponentsBuilder address, Map<String, Object> values, String name, @Nullable Object value) {
            if (value != null && !value.toString().isBlank()) {
                address.queryParam(name, "{" + name + "}");
                values.put(name, value);
            }
        }

        /** Whether all that match can be redriven at once. */
        public boolean isOfOpen() {
            return DeadLetterState.OPEN.wireName().equals(state) || ANY.equals(state);
        }
    }

    @GetMapping("/dead-letters")
    String list(
            @ModelAttribute("filter") Filter filter,
            @RequestParam(required = false) @Nullable Long before,
            Model model) {
        List<DeadLetter> found = letters.list(filter.toFilter(), before, PAGE + 1);
        boolean more = found.size() > PAGE;
        List<DeadLetter> shown = more ? found.subList(0, PAGE) : found;
        List<DeadLetters.Count> counts = letters.counts();
        model.addAttribute("letters", shown);
        model.addAttribute("newest", before == null ? null : filter.address(null));
        model.addAttribute("older", more ? filter.address(shown.getLast().id()) : null);
        model.addAttribute("states", byState(counts));
        model.addAttribute(
                "reasons",
                counts.stream()
                        .map(DeadLetters.Count::reason)
                        .distinct()
                        .sorted()
                        .toList());
        return "dead-letters";
    }

    /** The part that moves while letters are being redriven. */
    @GetMapping("/dead-letters/states")
    String states(@ModelAttribute("filter") Filter filter, Model model) {
        model.addAttribute("states", byState(letters.counts()));
        return "dead-letters :: states";
    }

    private static Map<String, Long> byState(List<DeadLetters.Count> counts) {
        Map<String, Long> states = new LinkedHashMap<>();
        for (DeadLetterState state : DeadLetterState.values()) {
            states.put(
                    state.wireName(),
                    counts.stream()
                            .filter(count -> count.state().equals(state.wireName()))
                            .mapToLong(DeadLetters.Count::letters)
                            .sum());
        }
        return states;
    }

    @GetMapping("/dead-letters/{id}")
    String letter(@PathVariable long id, Model model) {
        model.addAttribute("letter", letters.find(id));
        model.addAttribute("history", letters.history(id));
        return "dead-letter";
    }

    @GetMapping("/dead-letters/{id}/body")
    String body(@PathVariable long id, Model model) {
        model.addAttribute("body", letters.body(id));
        return "dead-letter :: rawBody";
    }

    /** The record that failed, where it lies. */
    @GetMapping("/dead-letters/{id}/source")
    String source(@PathVariable long id, Model model) {
        LogPosition source = letters.find(id).source();
        if (source == null) {
            throw OpsProblemException.notFound("source_unknown", "Nobody knows where it came from.");
        }
        LoggedRecord record = records.read(source);
        model.addAttribute("body", new DeadLetters.Body(record.body(), record.bytes(), record.headers()));
        return "dead-letter :: rawBody";
    }

    @PostMapping("/dead-letters/redrive")
    String redriveSelection(
            @ModelAttribute("filter") Filter filter,
            @RequestParam(required = false) @Nullable List<Long> ids,
            @RequestParam(required = false) @Nullable String why,
            Principal principal,
            RedirectAttributes next) {
        return act(filter.address(null), next, () -> {
            DeadLetters.Redrive redrive = letters.redrive(selected(ids), why, Operator.of(principal));
            return underWay(redrive);
        });
    }

    @PostMapping("/dead-letters/redrive-all")
    String redriveAll(
            @ModelAttribute("filter") Filter filter,
            @RequestParam(required = false) @Nullable String why,
            Principal principal,
            RedirectAttributes next) {
        return act(filter.address(null), next, () -> {
            DeadLetterFilter wanted = filter.toFilter();
            return underWay(letters.redriveAll(wanted, why, Operator.of(principal)));
        });
    }

    @PostMapping("/dead-letters/discard")
    String discardSelection(
            @ModelAttribute("filter") Filter filter,
            @RequestParam(required = false) @Nullable List<Long> ids,
            @RequestParam(required = false) @Nullable String why,
            Principal principal,
            RedirectAttributes next) {
        return act(filter.address(null), next, () -> {
            List<Long> selected = selected(ids);
            letters.discard(selected, why, Operator.of(principal));
            return selected.size() == 1 ? "It is discarded." : selected.size() + " dead letters are discarded.";
        });
    }

    @PostMapping("/dead-letters/{id}/redrive")
    String redrive(
            @PathVariable long id,
            @RequestParam(required = false) @Nullable String why,
            Principal principal,
            RedirectAttributes next) {
        return act("/dead-letters/" + id, next, () -> {
            letters.redrive(List.of(id), why, Operator.of(principal));
            return "It is being redriven.";
        });
    }

    @PostMapping("/dead-letters/{id}/discard")
    String discard(
            @PathVariable long id,
            @RequestParam(required = false) @Nullable String why,
            Principal principal,
            RedirectAttributes next) {
        return act("/dead-letters/" + id, next, () -> {
            letters.discard(List.of(id), why, Operator.of(principal));
            return "It is discarded.";
        });
    }

    private interface Act {
        /** @return what to tell of it */
        String perform();
    }

    private static String act(String address, RedirectAttributes next, Act act) {
        try {
            Alerts.done(next, act.perform());
        } catch (OpsProblemException e) {
            Alerts.problem(next, e);
        }
        return "redirect:" + address;
    }

    private static List<Long> selected(@Nullable List<Long> ids) {
        if (ids == null || ids.isEmpty()) {
            throw OpsProblemException.badInput("ids", "are missing: select at least one dead letter.");
        }
        return ids;
    }

    private static String underWay(DeadLetters.Redrive redrive) {
        return redrive.letters() == 1
                ? "It is being redriven."
                : redrive.letters() + " dead letters are being redriven.";
    }

    @ModelAttribute("allStates")
    List<String> allStates() {
        return Arrays.stream(DeadLetterState.values())
                .map(DeadLetterState::wireName)
                .toList();
    }

    @ModelAttribute("topics")
    List<String> topics() {
        return List.of(Topic.STRIPE_EVENTS_DLT.topicName(), Topic.PAYMENT_REQUESTS_DLT.topicName());
    }
}
