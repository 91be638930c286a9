package com.moxton.payments.ingress.problem;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.core.AuthenticationException;
import org.springframework.web.ErrorResponse;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.context.request.async.AsyncRequestNotUsableException;

/** Whatever leaves a handler, or Spring MVC before it, by exception. */
@ControllerAdvice
class ProblemAdvice {
    private static final Logger log = LoggerFactory.getLogger(ProblemAdvice.class);

    @ExceptionHandler
    void write(ProblemException e, HttpServletRequest request, HttpServletResponse response) throws IOException {
        ProblemWriter.write(request, response, e.problem());
    }

    /** These are the business of the security filters around us. */
    @ExceptionHandler({AccessDeniedException.class, AuthenticationException.class})
    void passOn(RuntimeException e) {
        throw e;
    }

    /** The caller has gone: nobody is left to be told. */
    @ExceptionHandler
    void ignore(AsyncRequestNotUsableException e) {}

    @ExceptionHandler
    void write(Exception e, HttpServletRequest request, HttpServletResponse response) throws IOException {
        if (e instanceof ErrorResponse error) {
            Problem problem = Problem.ofStatus(error.getStatusCode().value());
            for (var header : error.getHeaders().headerSet()) {
                problem = problem.withHeader(header.getKey(), String.join(", ", header.getValue()));
            }
            ProblemWriter.write(request, response, problem);
            return;
        }
        log.atError().addKeyValue("method", request.getMethod()).setCause(e).log("request failed");
        ProblemWriter.write(request, response, Problem.ofStatus(500));
    }
}
