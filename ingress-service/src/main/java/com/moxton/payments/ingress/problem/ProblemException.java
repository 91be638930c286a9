package com.moxton.payments.ingress.problem;

import org.jspecify.annotations.Nullable;

/** Ends the handling of a request with a problem. Cheap: it carries no stack trace, since it is an answer. */
public final class ProblemException extends RuntimeException {
    private final transient Problem problem;

    public ProblemException(Problem problem) {
        this(problem, null);
    }

    /** @param cause for the log alone */
    public ProblemException(Problem problem, @Nullable Throwable cause) {
        super(problem.code().code(), cause, false, false);
        this.problem = problem;
    }

    public static ProblemException of(ProblemCode code, String detail) {
        return new ProblemException(Problem.of(code, detail));
    }

    public Problem problem() {
        return problem;
    }
}
