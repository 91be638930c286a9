package com.moxton.payments.simulator.account;

import com.moxton.payments.simulator.wire.Form;
import com.moxton.payments.simulator.wire.StripeJson;
import com.moxton.payments.simulator.wire.StripeRefusal;
import java.util.List;
import java.util.function.Function;
import java.util.function.LongPredicate;
import java.util.function.Predicate;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Stripe's lists: newest first, {@code starting_after} goes to older ones, {@code ending_before} to newer ones.
 *
 * @see <a href="https://docs.stripe.com/api/pagination">Pagination</a>
 */
final class Page<T> {

    private static final long DEFAULT_LIMIT = 10;
    private static final long LARGEST_LIMIT = 100;

    private final String what;
    private final Function<T, String> id;
    private final ToLongFunction<T> created;

    Page(String what, Function<T, String> id, ToLongFunction<T> created) {
        this.what = what;
        this.id = id;
        this.created = created;
    }

    /**
     * @param all newest first, before any filter: a cursor may point at what the filter leaves out
     * @param matching which of them are wanted
     */
    ObjectNode of(List<T> all, Form form, Predicate<T> matching, Function<T, ObjectNode> render) {
        int limit = limit(form);
        String after = form.text("starting_after");
        String before = form.text("ending_before");
        if (after != null && before != null) {
            throw StripeRefusal.badParameter(
                    null, null, "You may only specify one of these parameters: ending_before, starting_after.");
        }
        List<T> range = all;
        if (after != null) {
            range = all.subList(position(all, after, "starting_after") + 1, all.size());
        } else if (before != null) {
            range = all.subList(0, position(all, before, "ending_before"));
        }
        List<T> wanted = range.stream()
                .filter(matching)
                .filter(item -> inTime(created.applyAsLong(item), form))
                .toList();
        boolean more = wanted.size() > limit;
        List<T> page = before == null
                ? wanted.subList(0, Math.min(limit, wanted.size()))
                : wanted.subList(Math.max(0, wanted.size() - limit), wanted.size());
        ObjectNode list = StripeJson.object();
        list.put("object", "list");
        ArrayNode data = list.putArray("data");
        page.forEach(item -> data.add(render.apply(item)));
        list.put("has_more", more);
        list.put("url", "/v1/" + what + "s");
        return list;
    }

    private int limit(Form form) {
        Long limit = form.integer("limit");
        if (limit == null) {
            return (int) DEFAULT_LIMIT;
        }
        if (limit < 1 || limit > LARGEST_LIMIT) {
            throw StripeRefusal.badParameter(
                    "parameter_invalid_integer",
                    "limit",
                    limit < 1
                            ? "This value must be greater than or equal to 1."
                            : "This value must be less than or equal to 100 (it currently is '%d').".formatted(limit));
        }
        return limit.intValue();
    }

    private int position(List<T> all, String cursor, String param) {
        for (int i = 0; i < all.size(); i++) {
            if (id.apply(all.get(i)).equals(cursor)) {
                return i;
            }
        }
        throw StripeRefusal.badParameter("resource_missing", param, "No such %s: '%s'".formatted(what, cursor));
    }

    private static boolean inTime(long created, Form form) {
        return holds(form.integer("created"), bound -> created == bound)
                && holds(form.integer("created[gt]"), bound -> created > bound)
                && holds(form.integer("created[gte]"), bound -> created >= bound)
                && holds(form.integer("created[lt]"), bound -> created < bound)
                && holds(form.integer("created[lte]"), bound -> created <= bound);
    }

    private static boolean holds(@Nullable Long bound, LongPredicate comparison) {
        return bound == null || comparison.test(bound);
    }
}
