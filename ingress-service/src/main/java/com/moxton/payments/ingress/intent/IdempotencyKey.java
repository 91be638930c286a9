package com.moxton.payments.ingress.intent;

import com.moxton.payments.ingress.problem.ProblemCode;
import com.moxton.payments.ingress.problem.ProblemException;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The caller's {@code Idempotency-Key}, checked here and kept by payment-worker. */
final class IdempotencyKey {
    static final String HEADER = "Idempotency-Key";
    private static final Pattern SHAPE = Pattern.compile("[\\x21-\\x7E](?:[\\x20-\\x7E]{0,253}[\\x21-\\x7E])?");

    private IdempotencyKey() {}

    /**
     * @param headers the values of all headers of that name
     * @return null when there is none
     * @throws ProblemException 400: a key that we would read otherwise than the caller meant protects from nothing
     */
    static @Nullable String of(List<String> headers) {
        if (headers.isEmpty()) {
            return null;
        }
        if (headers.size() > 1) {
            throw invalid("There is more than one Idempotency-Key.");
        }
        String key = headers.getFirst();
        if (!SHAPE.matcher(key).matches()) {
            throw invalid("The Idempotency-Key must be 1 to 255 printable ASCII characters.");
        }
        return key;
    }

    private static ProblemException invalid(String detail) {
        return ProblemException.of(ProblemCode.IDEMPOTENCY_KEY_INVALID, detail);
    }
}
