package com.moxton.payments.ingress.http;

import com.moxton.payments.ingress.problem.Problem;
import com.moxton.payments.ingress.problem.ProblemWriter;
import java.io.IOException;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ErrorReportValve;
import org.jspecify.annotations.Nullable;

/**
 * What Tomcat says where the application isn't reached: a broken request line, an impossible path, headers too large.
 * Public with a public constructor, because Tomcat makes it by name.
 */
public class ProblemReportValve extends ErrorReportValve {

    @Override
    protected void report(Request request, Response response, @Nullable Throwable throwable) {
        // setErrorReported() is true once: an error is written by the first who asks.
        if (response.getStatus() < 400 || response.getContentWritten() > 0 || !response.setErrorReported()) {
            return;
        }
        try {
            ProblemWriter.write(request, response.getResponse(), Problem.ofStatus(response.getStatus()));
        } catch (IOException | IllegalStateException e) {
            // The connection is gone, or the answer is under way.
            container.getLogger().debug("error report not written", e);
        }
    }
}
