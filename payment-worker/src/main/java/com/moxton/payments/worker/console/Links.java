package com.moxton.payments.worker.console;

import jakarta.servlet.http.HttpServletRequest;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.ui.Model;
import org.springframework.web.util.UriUtils;

/** The links of a keyset list: the filters that the address has stay in it. */
final class Links {

    private static final String BEFORE = "before";

    private Links() {}

    /**
     * Adds {@code newest} and {@code older}, for the pager.
     *
     * @param next where the next page begins; null when there is none
     */
    static void pager(Model model, HttpServletRequest request, @Nullable String next) {
        String before = request.getParameter(BEFORE);
        model.addAttribute("newest", before == null || before.isBlank() ? null : address(request, null));
        model.addAttribute("older", next == null ? null : address(request, next));
    }

    private static String address(HttpServletRequest request, @Nullable String before) {
        Map<String, List<String>> parameters = new TreeMap<>();
        request.getParameterMap().forEach((name, values) -> {
            if (!name.equals(BEFORE)) {
                parameters.put(name, List.of(values));
            }
        });
        if (before != null) {
            parameters.put(BEFORE, List.of(before));
        }
        String query = parameters.entrySet().stream()
                .flatMap(parameter -> parameter.getValue().stream()
                        .filter(value -> !value.isBlank())
                        .map(value -> encoded(parameter.getKey()) + "=" + encoded(value)))
                .collect(Collectors.joining("&"));
        return request.getRequestURI() + (query.isEmpty() ? "" : "?" + query);
    }

    private static String encoded(String text) {
        return UriUtils.encode(text, StandardCharsets.UTF_8);
    }
}
