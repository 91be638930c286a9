package com.moxton.payments.ingress;

import com.moxton.payments.testing.TestServers;
import java.util.Map;
import org.springframework.boot.SpringApplication;

/**
 * The service beside a Kafka of its own, in a container where Docker answers and else embedded. Run it from an IDE, or
 * with {@code ./mvnw -Pdev -pl ingress-service -am spring-boot:test-run}. Whatever the environment sets counts more:
 * {@code KAFKA_BOOTSTRAP_SERVERS} of a worker that runs already, for instance.
 */
final class TestIngressApplication {

    private TestIngressApplication() {}

    public static void main(String[] args) {
        SpringApplication application = new SpringApplication(IngressApplication.class);
        application.setDefaultProperties(Map.of(
                "KAFKA_BOOTSTRAP_SERVERS",
                TestServers.kafkaBootstrapServers(),
                "STRIPE_WEBHOOK_SECRET",
                IngressHttpTest.WEBHOOK_SECRET,
                "JWT_SECRET",
                Tokens.SECRET));
        TestServers.closeAfter(application.run(args));
    }
}
