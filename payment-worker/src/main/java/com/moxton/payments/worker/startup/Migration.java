package com.moxton.payments.worker.startup;

import java.util.ArrayList;
import java.util.List;
import liquibase.integration.spring.SpringLiquibase;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.liquibase.autoconfigure.LiquibaseAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Import;

/**
 * {@code java -jar payment-worker.jar migrate}: brings the tables up to date and ends, so that the user who may change tables
 * isn't the one of the running worker. Needs {@code MYSQL_URL}, {@code MYSQL_USER} and {@code MYSQL_PASSWORD}, and nothing of
 * Kafka or Stripe. Safe to run again, and by several at once: Liquibase locks.
 */
public final class Migration {

    private static final Logger log = LoggerFactory.getLogger(Migration.class);

    private Migration() {}

    /**
     * @param arguments {@code --name=value}
     * @throws RuntimeException when the tables aren't up to date; the one line that says why is logged
     */
    public static void run(String... arguments) {
        List<String> all = new ArrayList<>(List.of(arguments));
        // The workers themselves run with it switched off, and may share their settings with this.
        all.removeIf(argument -> argument.startsWith("--spring.liquibase.enabled"));
        all.add("--spring.liquibase.enabled=true");
        try (ConfigurableApplicationContext done = new SpringApplicationBuilder(Parts.class)
                .web(WebApplicationType.NONE)
                .initializers(context -> RequiredSettings.requireDatabase(context.getEnvironment()))
                .run(all.toArray(String[]::new))) {
            // Absent if it were off after all, and then nothing would have been done.
            done.getBean(SpringLiquibase.class);
            log.atInfo()
                    .addKeyValue(
                            "database",
                            EffectiveSettings.databaseOf(
                                    done.getEnvironment().getProperty("spring.datasource.url", "")))
                    .log("tables are up to date");
        }
    }

    /** Not found by the worker's own component scan, which would start it within itself. */
    @ImportAutoConfiguration({DataSourceAutoConfiguration.class, LiquibaseAutoConfiguration.class})
    @EnableConfigurationProperties(StartSettings.class)
    @Import(DatabaseAtStart.class)
    static class Parts {}
}
