package com.moxton.payments.worker.ops;

import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;

/**
 * What an operator asked for can't be done, and why. Its message is shown to the operator: no secret, no raw body. Thrown
 * by services as well as by controllers; under {@code /ops/api} it becomes {@code application/problem+json}.
 */
public class OpsProblemException extends RuntimeException {

    private final HttpStatus status;
    private final String code;
    private final @Nullable String field;

    private OpsProblemException(HttpStatus status, String code, @Nullable String field, String detail) {
        super(detail);
        this.status = status;
        this.code = code;
        this.field = field;
    }

    /** 400 {@code invalid_input}. The detail begins with the field: {@code limit must lie between 1 and 10}. */
    public static OpsProblemException badInput(String field, String complaint) {
        return new OpsProblemException(HttpStatus.BAD_REQUEST, "invalid_input", field, field + " " + complaint);
    }

    /** 404. */
    public static OpsProblemException notFound(String code, String detail) {
        return new OpsProblemException(HttpStatus.NOT_FOUND, code, null, detail);
    }

    /** 409: it can be asked for, but not as things are now. */
    public static OpsProblemException conflict(String code, String detail) {
        return new OpsProblemException(HttpStatus.CONFLICT, code, null, detail);
    }

    /** For machines: lower case with underscores. */
    public String code() {
        return code;
    }

    /** Which part of the input is wrong; null when none is. */
    public @Nullable String field() {
        return field;
    }

    public HttpStatus status() {
        return status;
    }

    ProblemDetail toProblem() {
        ProblemDetail problem = ProblemDetail.forStatusAndDetail(status, String.valueOf(getMessage()));
        problem.setProperty("code", code);
        if (field != null) {
            problem.setProperty("field", field);
        }
        return problem;
    }
}
