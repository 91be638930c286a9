package com.moxton.payments.local.stack.storefront;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;

/**
 * Runs in the launcher's JVM, or by itself in a container; its database is the one that payment-worker works on.
 */
@SpringBootApplication
@ConfigurationPropertiesScan
public class StorefrontApplication {

    /** On its own: the settings that the launcher makes come from the environment, {@code STOREFRONT_INGRESSURL} for one. */
    public static void main(String[] arguments) {
        SpringApplication.run(StorefrontApplication.class, arguments);
    }
}
