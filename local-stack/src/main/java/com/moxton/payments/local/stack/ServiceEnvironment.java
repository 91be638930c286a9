package com.moxton.payments.local.stack;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What each service's process gets to know. Ordinary variables are passed on, so that every Spring property may be set
 * from the terminal; secrets go only to the service that the design gives them to.
 */
record ServiceEnvironment(Settings settings, StackPorts ports, Secrets secrets) {
    static final Set<String> SECRETS = Set.of(
            "STRIPE_SECRET_KEY",
            "STRIPE_SECRET_KEYS",
            "STRIPE_WEBHOOK_SECRET",
            "STRIPE_WEBHOOK_SECRETS",
            "JWT_SECRET",
            "OPS_USERNAME",
            "OPS_PASSWORD",
            "MYSQL_URL",
            "MYSQL_USER",
            "MYSQL_PASSWORD");

    private static final String LOOPBACK = "127.0.0.1";

    static final String DEFAULT_OPS_USERNAME = "ops";

    Map<String, String> ofIngress(String kafka) {
        Map<String, String> environment = common(kafka);
        environment.put("INGRESS_PORT", Integer.toString(ports.ingress().number()));
        environment.put("STRIPE_WEBHOOK_SECRET", secrets.get("STRIPE_WEBHOOK_SECRET"));
        putUnlessEmpty(environment, "STRIPE_WEBHOOK_SECRETS", settings.find("STRIPE_WEBHOOK_SECRETS"));
        putUnlessEmpty(environment, "JWT_SECRET", secrets.get("JWT_SECRET"));
        String page = Local.page(ports.storefront()).toString();
        environment.putIfAbsent("PAYMENTS_SECURITY_ALLOWEDORIGINS", page + "," + Local.http(ports.storefront()));
        // A script that tries the demo out may do all its shopping as one user.
        environment.putIfAbsent("PAYMENTS_LIMITS_CREATEINTENTSPERMINUTE", "6000");
        environment.putIfAbsent("PAYMENTS_LIMITS_CONFIRMSPERMINUTE", "6000");
        environment.putIfAbsent("PAYMENTS_LIMITS_READSPERMINUTE", "60000");
        environment.putIfAbsent("PAYMENTS_OVERLOAD_REQUESTSINFLIGHTPERUSER", "2000");
        return environment;
    }

    Map<String, String> ofWorker(String kafka, DatabaseAddress database, StripeChoice stripe) {
        Map<String, String> environment = common(kafka);
        environment.put("WORKER_PORT", Integer.toString(ports.worker().number()));
        environment.put("MYSQL_URL", database.url());
        environment.put("MYSQL_USER", database.user());
        environment.put("MYSQL_PASSWORD", database.password());
        environment.put("STRIPE_SECRET_KEY", stripe.secretKey());
        putUnlessEmpty(environment, "STRIPE_API_BASE", stripe.apiBase());
        putUnlessEmpty(environment, "STRIPE_SECRET_KEYS", settings.find("STRIPE_SECRET_KEYS"));
        if (stripe.isSimulated()) {
            // The simulator takes what comes; with its test key the worker would keep to a sandbox's 25 a second.
            environment.putIfAbsent("PAYMENTS_STRIPE_RATELIMIT_PERSECOND", "1000");
        }
        environment.put("OPS_USERNAME", opsUsername());
        environment.put("OPS_PASSWORD", secrets.get("OPS_PASSWORD"));
        // For tokens with the scope payments:ops.
        putUnlessEmpty(environment, "JWT_SECRET", secrets.get("JWT_SECRET"));
        return environment;
    }

    String opsUsername() {
        return settings.get("OPS_USERNAME", DEFAULT_OPS_USERNAME);
    }

    private Map<String, String> common(String kafka) {
        Map<String, String> environment = new HashMap<>(settings.environment());
        environment.keySet().removeAll(SECRETS);
        environment.put("KAFKA_BOOTSTRAP_SERVERS", kafka);
        // A demo hands out orders and tokens to whoever asks: to this machine, unless somebody says otherwise.
        environment.putIfAbsent("SERVER_ADDRESS", LOOPBACK);
        return environment;
    }

    private static void putUnlessEmpty(Map<String, String> environment, String name, @Nullable String value) {
        if (value != null && !value.isEmpty()) {
            environment.put(name, value);
        }
    }
}
