package com.moxton.payments.worker.enquiry;

import com.moxton.payments.worker.enquiry.Overview.Part;
import java.util.function.Supplier;

/** Asks several things of one server, and no more of it once it has not answered: each would take its time to fail. */
final class Server {

    private final String problem;
    private final Class<? extends RuntimeException>[] signs;
    private boolean away;

    @SafeVarargs
    Server(String problem, Class<? extends RuntimeException>... signs) {
        this.problem = problem;
        this.signs = signs;
    }

    <T> Part<T> ask(Supplier<T> question) {
        if (away) {
            return Part.missing(problem);
        }
        try {
            return Part.of(question.get());
        } catch (RuntimeException e) {
            for (Class<?> sign : signs) {
                if (sign.isInstance(e)) {
                    away = true;
                    return Part.missing(problem);
                }
            }
            throw e;
        }
    }
}
