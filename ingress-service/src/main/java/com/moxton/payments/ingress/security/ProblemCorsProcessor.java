package com.moxton.payments.ingress.security;

import com.moxton.payments.ingress.problem.Problem;
import com.moxton.payments.ingress.problem.ProblemCode;
import com.moxton.payments.ingress.problem.ProblemWriter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.springframework.http.server.ServerHttpResponse;
import org.springframework.web.cors.CorsConfiguration;
import org.springframework.web.cors.DefaultCorsProcessor;

/** Spring refuses a foreign page with a line of plain text; here it is a problem like all others. */
final class ProblemCorsProcessor extends DefaultCorsProcessor {

    @Override
    public boolean processRequest(
            @Nullable CorsConfiguration rules, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        if (super.processRequest(rules, request, response)) {
            return true;
        }
        ProblemWriter.write(
                request,
                response,
                Problem.of(ProblemCode.FORBIDDEN, "Pages of this origin may not call, or not like this."));
        return false;
    }

    @Override
    protected void rejectRequest(ServerHttpResponse response) {
        // Written above, where the request is known.
    }
}
