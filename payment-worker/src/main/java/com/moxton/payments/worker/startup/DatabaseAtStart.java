package com.moxton.payments.worker.startup;

import java.sql.Connection;
import javax.sql.DataSource;
import liquibase.integration.spring.SpringLiquibase;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.stereotype.Component;

/**
 * Liquibase is the first to need the database, and gives up at once: so the database is waited for before. And before
 * that all settings are looked at: nobody wants to wait for a server to hear of a typing error.
 */
@Component
class DatabaseAtStart implements BeanPostProcessor {

    private final ListableBeanFactory beans;

    DatabaseAtStart(ListableBeanFactory beans) {
        this.beans = beans;
    }

    @Override
    public Object postProcessBeforeInitialization(Object bean, String beanName) {
        if (bean instanceof SpringLiquibase liquibase) {
            beans.getBeansWithAnnotation(ConfigurationProperties.class);
            StartSettings start = beans.getBean(StartSettings.class);
            Patience.waitFor(
                    "the database of MYSQL_URL",
                    start.databaseTimeout(),
                    start.pause(),
                    () -> connect(liquibase.getDataSource()));
        }
        return bean;
    }

    private static void connect(DataSource database) throws Exception {
        try (Connection connection = database.getConnection()) {
            connection.isValid(5);
        }
    }
}
