package com.moxton.payments.worker;

import com.moxton.payments.simulator.SimulatorSettings;
import com.moxton.payments.simulator.StripeSimulator;
import com.moxton.payments.testing.TestDatabase;
import com.moxton.payments.testing.TestServers;
import java.util.Map;
import java.util.stream.Stream;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.context.TypeExcludeFilter;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.core.annotation.Order;
import org.springframework.core.type.classreading.MetadataReader;
import org.springframework.core.type.classreading.MetadataReaderFactory;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.web.SecurityFilterChain;

/**
 * The worker beside a Kafka and a database of its own, in containers where Docker answers and else embedded, and a Stripe
 * simulator. Run it from an IDE, or with {@code ./mvnw -Pdev -pl payment-worker -am spring-boot:test-run}, and sign in as
 * {@code ops} with {@code only-for-development}; {@code /swagger-ui/index.html} shows its API. Whatever the environment
 * sets counts more.
 */
final class TestWorkerApplication {

    private TestWorkerApplication() {}

    public static void main(String[] args) {
        TestDatabase database = TestServers.newDatabase();
        StripeSimulator stripe = StripeSimulator.start(SimulatorSettings.defaults());
        SpringApplication application = new SpringApplication(WorkerApplication.class, Documentation.class);
        application.setDefaultProperties(Map.of(
                "KAFKA_BOOTSTRAP_SERVERS", TestServers.kafkaBootstrapServers(),
                "MYSQL_URL", database.url(),
                "MYSQL_USER", database.user(),
                "MYSQL_PASSWORD", database.password(),
                "STRIPE_SECRET_KEY", "sk_test_development",
                "STRIPE_API_BASE", stripe.baseUrl(),
                "OPS_USERNAME", "ops",
                "OPS_PASSWORD", "only-for-development"));
        application.addInitializers(
                context -> context.getBeanFactory().registerSingleton("ofSingleTests", new OfSingleTests()));
        TestServers.closeAfter(
                application.run(Stream.concat(Stream.of("--springdoc.swagger-ui.enabled=true"), Stream.of(args))
                        .toArray(String[]::new)));
    }

    @TestConfiguration(proxyBeanMethods = false)
    static class Documentation {

        /** The page reads the description before anybody can have signed in on it. */
        @Bean
        @Order(0)
        SecurityFilterChain documentation(HttpSecurity http) {
            return http.securityMatcher("/swagger-ui/**", "/ops/api/openapi/**")
                    .authorizeHttpRequests(requests -> requests.anyRequest().permitAll())
                    .build();
        }
    }

    /** What is made for one test lies on the same class path, and is none of the application. */
    private static final class OfSingleTests extends TypeExcludeFilter {
        @Override
        public boolean match(MetadataReader reader, MetadataReaderFactory factory) {
            String enclosing = reader.getClassMetadata().getEnclosingClassName();
            return enclosing != null && (enclosing.endsWith("Test") || enclosing.endsWith("IT"));
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof OfSingleTests;
        }

        @Override
        public int hashCode() {
            return OfSingleTests.class.hashCode();
        }
    }
}
