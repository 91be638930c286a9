package com.moxton.payments.benchmarks.reference;

import com.moxton.payments.ingress.IngressApplication;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.springframework.boot.SpringApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.web.HttpRequestHandler;
import org.springframework.web.servlet.handler.SimpleUrlHandlerMapping;

/** ingress as it is, all its filters included, but what takes webhooks only reads them and says 200. */
public final class BareIngress {

    private BareIngress() {}

    public static void main(String[] args) {
        SpringApplication.run(new Class<?>[] {IngressApplication.class, Handler.class}, args);
    }

    @Configuration(proxyBeanMethods = false)
    static class Handler {
        private static final byte[] RECEIVED = "{\"received\":true}".getBytes(StandardCharsets.US_ASCII);

        @Bean
        SimpleUrlHandlerMapping bareWebhook() {
            HttpRequestHandler handler = (request, response) -> {
                request.getInputStream().readAllBytes();
                response.setContentType("application/json");
                response.setContentLength(RECEIVED.length);
                response.getOutputStream().write(RECEIVED);
            };
            return new SimpleUrlHandlerMapping(Map.of("/api/payments/webhook", handler), Ordered.HIGHEST_PRECEDENCE);
        }
    }
}
