package com.moxton.payments.worker.console;

import com.moxton.payments.worker.ops.OpsProblemException;
import com.moxton.payments.worker.publish.PublishingException;
import jakarta.servlet.http.HttpServletRequest;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.webmvc.autoconfigure.error.ErrorViewResolver;
import org.springframework.dao.DataAccessException;
import org.springframework.http.HttpStatus;
import org.springframework.transaction.TransactionException;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.method.annotation.MethodArgumentTypeMismatchException;
import org.springframework.web.servlet.ModelAndView;

/** Errors of pages as a page: what happened, and what to do. Nothing of what an exception says, but an operator's own. */
@ControllerAdvice(basePackageClasses = ConsoleErrors.class)
class ConsoleErrors implements ErrorViewResolver {

    private static final Logger log = LoggerFactory.getLogger(ConsoleErrors.class);

    @ExceptionHandler
    ModelAndView refused(OpsProblemException e, HttpServletRequest request) {
        return page(e.status(), String.valueOf(e.getMessage()), request);
    }

    @ExceptionHandler
    ModelAndView wrongType(MethodArgumentTypeMismatchException e, HttpServletRequest request) {
        return page(HttpStatus.BAD_REQUEST, e.getName() + " has a value that can't be read.", request);
    }

    @ExceptionHandler({DataAccessException.class, TransactionException.class})
    ModelAndView databaseIsAway(RuntimeException e, HttpServletRequest request) {
        return unavailable("The database doesn't answer", e, request);
    }

    @ExceptionHandler({PublishingException.class, KafkaException.class})
    ModelAndView kafkaIsAway(RuntimeException e, HttpServletRequest request) {
        return unavailable("Kafka doesn't answer", e, request);
    }

    /** Whatever else: of Spring, of a template, of a filter. */
    @Override
    public @Nullable ModelAndView resolveErrorView(
            HttpServletRequest request, HttpStatus status, Map<String, Object> model) {
        return page(status, usualText(status, request.getUserPrincipal() != null), request);
    }

    private static ModelAndView unavailable(String what, RuntimeException e, HttpServletRequest request) {
        log.atWarn()
                .addKeyValue("path", request.getRequestURI())
                .addKeyValue("cause", e.getClass().getSimpleName())
                .log("console page refused");
        return page(
                HttpStatus.SERVICE_UNAVAILABLE,
                what + ", so this page can't be shown. Events wait in the log meanwhile, none is lost. Try again soon.",
                request);
    }

    private static String usualText(HttpStatus status, boolean signedIn) {
        return switch (status) {
            case NOT_FOUND -> "There is no such page, or what it showed is gone.";
            case FORBIDDEN ->
                signedIn
                        ? "The form was too old, or came from somewhere else. Open the page again and repeat it."
                        : "The session has ended, or the form came from somewhere else. Sign in again.";
            case METHOD_NOT_ALLOWED -> "This address can't be asked for in this way.";
            case BAD_REQUEST -> "The address or the form has something in it that can't be read.";
            case SERVICE_UNAVAILABLE -> "Something this page needs doesn't answer. Try again soon.";
            default ->
                status.is5xxServerError()
                        ? "Something is broken in the worker; its log says what."
                        : "The worker can't do this.";
        };
    }

    private static ModelAndView page(HttpStatus status, String text, HttpServletRequest request) {
        Map<String, Object> model = new HashMap<>();
        model.put("status", status.value());
        model.put("title", status.getReasonPhrase());
        model.put("text", text);
        if (request.getUserPrincipal() != null) {
            model.put("user", request.getUserPrincipal().getName());
        }
        return new ModelAndView("error", model, status);
    }
}
