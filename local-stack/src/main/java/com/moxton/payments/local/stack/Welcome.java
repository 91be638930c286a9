package com.moxton.payments.local.stack;

import java.net.URI;

/** What is printed when everything is up: the addresses, and each step as a command to paste. */
record Welcome(StackSettings settings, Secrets secrets, ServiceEnvironment environment) {

    String text() {
        StackPorts ports = settings.ports();
        URI storefront = Local.page(ports.storefront());
        URI ingress = Local.page(ports.ingress());
        return """

                Storefront        %s
                ingress-service   %s
                payment-worker    %s   operations, sign in as %s, password %s
                Kafka             %s
                Database          %s
                Stripe            %s
                Data and logs     %s

                # Paste step by step:
                ANSWER=$(curl -s %s/api/orders -H 'Content-Type: application/json' -d '{"amount": 49.99, "currency": "usd"}'); echo "$ANSWER"
                ORDER=$(echo "$ANSWER" | sed -E 's/.*"orderId" *: *"([^"]+)".*/\\1/'); TOKEN=$(echo "$ANSWER" | sed -E 's/.*"token" *: *"([^"]+)".*/\\1/')
                # an intent for the order
                ANSWER=$(curl -s %s/api/payments/create-intent -H "Authorization: Bearer $TOKEN" -H 'Content-Type: application/json' -d "{\\"orderId\\": \\"$ORDER\\", \\"amount\\": 49.99, \\"currency\\": \\"usd\\"}"); echo "$ANSWER"
                INTENT=$(echo "$ANSWER" | sed -E 's/.*"intentId" *: *"([^"]+)".*/\\1/')
                # pay with a test card; pm_card_chargeDeclined is one that fails
                curl -s %s/api/payments/confirm -H "Authorization: Bearer $TOKEN" -H 'Content-Type: application/json' -d "{\\"intentId\\": \\"$INTENT\\", \\"paymentMethodId\\": \\"pm_card_visa\\"}"; echo
                # the order turns paid when Stripe's signed webhook has gone through Kafka and the database
                curl -s %s/api/orders/$ORDER; echo
                # the payment, and its changes as they happen (Ctrl-C ends it)
                curl -s %s/api/payments/$INTENT -H "Authorization: Bearer $TOKEN"; echo
                curl -sN --max-time 60 %s/api/payments/$INTENT/events -H "Authorization: Bearer $TOKEN"
                """.formatted(
                        storefront,
                        ingress,
                        Local.page(ports.worker()),
                        environment.opsUsername(),
                        password(),
                        settings.kafkaBootstrapServers(),
                        settings.embedsDatabase()
                                ? "mysql --protocol=tcp -h 127.0.0.1 -P "
                                        + ports.mysql().number() + " -u root " + DatabaseAddress.NAME
                                : "as MYSQL_URL says",
                        stripe(ingress),
                        settings.data(),
                        storefront,
                        ingress,
                        ingress,
                        storefront,
                        ingress,
                        ingress);
    }

    /** A password that somebody chose isn't ours to print, and a made-up one is printed only when it is new. */
    private String password() {
        if (settings.settings().has("OPS_PASSWORD")) {
            return "as OPS_PASSWORD says";
        }
        return secrets.isNew("OPS_PASSWORD") ? secrets.get("OPS_PASSWORD") : "in " + secrets.file();
    }

    private String stripe(URI ingress) {
        if (settings.stripe().isSimulated() || settings.settings().has("STRIPE_WEBHOOK_SECRET")) {
            return settings.stripe().toString();
        }
        return settings.stripe() + "; for its webhooks run: stripe listen --forward-to " + ingress.getAuthority()
                + "/api/payments/webhook, and start again with STRIPE_WEBHOOK_SECRET as it says";
    }
}
