package com.moxton.payments.worker.ops;

import com.moxton.payments.worker.publish.PublishingException;
import java.util.Locale;
import java.util.stream.Collectors;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.transaction.TransactionException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.context.request.WebRequest;
import org.springframework.web.method.annotation.MethodArgumentTypeMismatchException;
import org.springframework.web.servlet.mvc.method.annotation.ResponseEntityExceptionHandler;
import tools.jackson.databind.DatabindException;

/**
 * Errors of the REST API as {@code application/problem+json} (RFC 9457) with a {@code code}, and where the input is to
 * blame, the {@code field}. A 5xx says which server is away, and never what an exception said.
 */
@RestControllerAdvice(annotations = RestController.class)
class OpsProblems extends ResponseEntityExceptionHandler {

    private static final Logger log = LoggerFactory.getLogger(OpsProblems.class);

    @ExceptionHandler
    ResponseEntity<ProblemDetail> refused(OpsProblemException e) {
        return ResponseEntity.of(e.toProblem()).build();
    }

    @ExceptionHandler
    ResponseEntity<ProblemDetail> wrongType(MethodArgumentTypeMismatchException e) {
        return refused(OpsProblemException.badInput(e.getName(), "has a value that can't be read"));
    }

    @ExceptionHandler({DataAccessException.class, TransactionException.class})
    ResponseEntity<ProblemDetail> databaseIsAway(RuntimeException e) {
        return unavailable("database_unavailable", "The database did not do it. Try again later.", e);
    }

    @ExceptionHandler({PublishingException.class, KafkaException.class})
    ResponseEntity<ProblemDetail> kafkaIsAway(RuntimeException e) {
        return unavailable("kafka_unavailable", "Kafka did not do it. Try again later.", e);
    }

    @ExceptionHandler
    ResponseEntity<ProblemDetail> broken(RuntimeException e) {
        log.atError().setCause(e).log("operations request failed");
        return problem(HttpStatus.INTERNAL_SERVER_ERROR, "internal_error", "Something is broken; the log says what.");
    }

    /** Jackson's own message quotes the input; the path of the field is enough. */
    @Override
    protected @Nullable ResponseEntity<Object> handleHttpMessageNotReadable(
            HttpMessageNotReadableException e, HttpHeaders headers, HttpStatusCode status, WebRequest request) {
        OpsProblemException problem = e.getCause() instanceof DatabindException cause
                        && !pathOf(cause).isEmpty()
                ? OpsProblemException.badInput(pathOf(cause), "has a value that can't be read")
                : OpsProblemException.badInput("body", "is missing or is not the JSON that is expected");
        return ResponseEntity.badRequest().body(problem.toProblem());
    }

    private static String pathOf(DatabindException e) {
        return e.getPath().stream()
                .map(step -> step.getPropertyName() == null ? "[" + step.getIndex() + "]" : step.getPropertyName())
                .collect(Collectors.joining("."))
                .replace(".[", "[");
    }

    /** Whatever else Spring refuses: its problem has everything but the code. */
    @Override
    protected ResponseEntity<Object> createResponseEntity(
            @Nullable Object body, HttpHeaders headers, HttpStatusCode status, WebRequest request) {
        if (body instanceof ProblemDetail problem
                && (problem.getProperties() == null || !problem.getProperties().containsKey("code"))) {
            HttpStatus known = HttpStatus.resolve(status.value());
            problem.setProperty("code", known == null ? "refused" : known.name().toLowerCase(Locale.ROOT));
        }
        return super.createResponseEntity(body, headers, status, request);
    }

    private static ResponseEntity<ProblemDetail> unavailable(String code, String detail, RuntimeException e) {
        log.atWarn().addKeyValue("cause", e.getClass().getSimpleName()).log("operations request refused");
        return problem(HttpStatus.SERVICE_UNAVAILABLE, code, detail);
    }

    private static ResponseEntity<ProblemDetail> problem(HttpStatus status, String code, String detail) {
        ProblemDetail problem = ProblemDetail.forStatusAndDetail(status, detail);
        problem.setProperty("code", code);
        return ResponseEntity.of(problem).build();
    }
}
