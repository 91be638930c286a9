package com.moxton.payments.worker.startup;

import java.sql.Connection;
import javax.sql.DataSource;
import liquibase.integration.spring.SpringLiquibase;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.stereotype.Component;

/** Liquibase is the first to need the database, and gives up at once: so the database is waited for before. */
@Component
class DatabaseAtStart implements BeanPostProcessor {

    private final ObjectProvider<StartSettings> settings;

    DatabaseAtStart(ObjectProvider<StartSettings> settings) {
        this.settings = settings;
    }

    @Override
    public Object postProcessBeforeInitialization(Object bean, String beanName) {
        if (bean instanceof SpringLiquibase liquibase) {
            StartSettings start = settings.getObject();
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
