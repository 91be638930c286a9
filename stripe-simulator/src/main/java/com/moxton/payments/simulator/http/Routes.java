package com.moxton.payments.simulator.http;

import com.moxton.payments.simulator.account.Caller;
import com.moxton.payments.simulator.wire.Form;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.node.ObjectNode;

/** Which method and path leads where. */
final class Routes {

    /** @param id the part of the path in braces; empty when there is none */
    @FunctionalInterface
    interface Action {
        ObjectNode run(String id, Form form, Caller caller);
    }

    /**
     * @param name {@code POST /v1/payment_intents/{id}/confirm}
     * @param publishable whether a publishable key may call it, given the client secret
     */
    record Route(String name, String method, Pattern pattern, boolean publishable, Action action) {}

    record Match(Route route, String id) {}

    private final List<Route> routes = new ArrayList<>();

    Routes add(String name, Action action) {
        return add(name, false, action);
    }

    Routes addForBrowsers(String name, Action action) {
        return add(name, true, action);
    }

    private Routes add(String name, boolean publishable, Action action) {
        int blank = name.indexOf(' ');
        Pattern pattern = Pattern.compile(name.substring(blank + 1).replace("{id}", "([^/]+)"));
        routes.add(new Route(name, name.substring(0, blank), pattern, publishable, action));
        return this;
    }

    Optional<Match> find(String method, String path) {
        for (Route route : routes) {
            Matcher matcher = route.pattern().matcher(path);
            if (route.method().equals(method) && matcher.matches()) {
                return Optional.of(new Match(route, matcher.groupCount() == 0 ? "" : matcher.group(1)));
            }
        }
        return Optional.empty();
    }
}
