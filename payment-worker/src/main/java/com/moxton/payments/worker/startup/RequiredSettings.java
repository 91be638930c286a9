package com.moxton.payments.worker.startup;

import java.util.regex.Pattern;
import org.springframework.beans.factory.config.BeanFactoryPostProcessor;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.context.EnvironmentAware;
import org.springframework.core.Ordered;
import org.springframework.core.PriorityOrdered;
import org.springframework.core.env.Environment;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.stereotype.Component;

/** What Boot's own properties must hold, looked at before anything connects anywhere. */
@Component
class RequiredSettings implements BeanFactoryPostProcessor, EnvironmentAware, PriorityOrdered {

    private static final String ADDRESS = "\\s*(?:[^\\s:,/]+|\\[[0-9a-fA-F:.%]+]):\\d{1,5}\\s*";
    private static final Pattern ADDRESSES = Pattern.compile(ADDRESS + "(?:," + ADDRESS + ")*");

    private Environment environment = new StandardEnvironment();

    @Override
    public void setEnvironment(Environment environment) {
        this.environment = environment;
    }

    @Override
    public int getOrder() {
        return Ordered.HIGHEST_PRECEDENCE;
    }

    @Override
    public void postProcessBeanFactory(ConfigurableListableBeanFactory beans) {
        requireDatabase(environment);
        String kafka = environment.getProperty("spring.kafka.bootstrap-servers", "");
        if (kafka.isBlank()) {
            throw new SettingException("KAFKA_BOOTSTRAP_SERVERS", "is missing: host:port, several separated by commas");
        }
        if (!ADDRESSES.matcher(kafka).matches()) {
            throw new SettingException("KAFKA_BOOTSTRAP_SERVERS", "must be host:port, several separated by commas");
        }
    }

    static void requireDatabase(Environment environment) {
        String url = environment.getProperty("spring.datasource.url", "").strip();
        if (url.isEmpty()) {
            throw new SettingException("MYSQL_URL", "is missing: jdbc:mysql://host:3306/schema");
        }
        if (!url.startsWith("jdbc:mysql:")) {
            throw new SettingException("MYSQL_URL", "must be jdbc:mysql://host:3306/schema, for MariaDB too");
        }
    }
}
