package com.moxton.payments.local.stack;

import com.moxton.payments.local.stack.storefront.StorefrontApplication;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.MapPropertySource;

/** The demo storefront as a guest of the launcher's JVM. */
final class Storefront {

    private Storefront() {}

    static ConfigurableApplicationContext start(
            StackPorts ports, DatabaseAddress database, StripeChoice stripe, @Nullable String jwtSecret) {
        Map<String, Object> properties = new HashMap<>();
        properties.put("server.port", ports.storefront().number());
        properties.put("spring.datasource.url", database.url());
        properties.put("spring.datasource.username", database.user());
        properties.put("spring.datasource.password", database.password());
        properties.put("storefront.ingress-url", Local.page(ports.ingress()));
        if (stripe.simulator() != null) {
            properties.put("storefront.simulator-url", stripe.simulator());
        }
        if (stripe.publishableKey() != null) {
            properties.put("storefront.publishable-key", stripe.publishableKey());
        }
        if (jwtSecret != null && !jwtSecret.isEmpty()) {
            properties.put("storefront.jwt-secret", jwtSecret);
        }
        return new SpringApplicationBuilder(StorefrontApplication.class)
                // The launcher ends it, in its own order.
                .registerShutdownHook(false)
                .properties("server.address=127.0.0.1")
                .initializers(context -> context.getEnvironment()
                        .getPropertySources()
                        .addFirst(new MapPropertySource("launcher", properties)))
                .run();
    }
}
