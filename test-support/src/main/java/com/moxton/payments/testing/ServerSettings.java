package com.moxton.payments.testing;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.MapPropertySource;
import org.springframework.test.context.ContextConfigurationAttributes;
import org.springframework.test.context.ContextCustomizer;
import org.springframework.test.context.ContextCustomizerFactory;
import org.springframework.test.context.MergedContextConfiguration;
import org.springframework.test.context.TestContextAnnotationUtils;

/**
 * Puts the servers into a Spring test's environment, under the names that operations use: so the test also covers how
 * application.yml takes them. Equal ones share a context.
 */
record ServerSettings(boolean kafka, boolean database) implements ContextCustomizer {

    @Override
    public void customizeContext(ConfigurableApplicationContext context, MergedContextConfiguration configuration) {
        Map<String, Object> settings = new HashMap<>();
        if (kafka) {
            settings.put("KAFKA_BOOTSTRAP_SERVERS", TestServers.kafkaBootstrapServers());
        }
        if (database) {
            TestDatabase schema = TestServers.newDatabase();
            settings.put("MYSQL_URL", schema.url());
            settings.put("MYSQL_USER", schema.user());
            settings.put("MYSQL_PASSWORD", schema.password());
        }
        TestServers.closeAfter(context);
        context.getEnvironment().getPropertySources().addFirst(new MapPropertySource("test servers", settings));
    }

    /** Found by META-INF/spring.factories. */
    static final class Factory implements ContextCustomizerFactory {

        @Override
        public @Nullable ContextCustomizer createContextCustomizer(
                Class<?> testClass, List<ContextConfigurationAttributes> attributes) {
            boolean kafka = TestContextAnnotationUtils.hasAnnotation(testClass, WithKafka.class);
            boolean database = TestContextAnnotationUtils.hasAnnotation(testClass, WithDatabase.class);
            return kafka || database ? new ServerSettings(kafka, database) : null;
        }
    }
}
