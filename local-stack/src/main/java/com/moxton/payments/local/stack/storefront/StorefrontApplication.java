package com.moxton.payments.local.stack.storefront;

import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;

/** Runs in the launcher's JVM; its database is the one that payment-worker works on. */
@SpringBootApplication
@ConfigurationPropertiesScan
public class StorefrontApplication {}
