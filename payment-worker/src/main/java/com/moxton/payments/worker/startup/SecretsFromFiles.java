package com.moxton.payments.worker.startup;

import com.moxton.payments.events.settings.InvalidSecretFileException;
import com.moxton.payments.events.settings.SecretFiles;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.springframework.boot.context.event.ApplicationEnvironmentPreparedEvent;
import org.springframework.boot.context.logging.LoggingApplicationListener;
import org.springframework.context.ApplicationListener;
import org.springframework.core.Ordered;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;

/**
 * Takes secrets from the files that {@code …_FILE} names, as if they had been in the environment. Right after logging has
 * been set up: what is wrong with a file has to be said in a line of the log.
 */
class SecretsFromFiles implements ApplicationListener<ApplicationEnvironmentPreparedEvent>, Ordered {

    private static final List<String> OURS =
            List.of("STRIPE_SECRET_KEY", "STRIPE_SECRET_KEYS", "MYSQL_PASSWORD", "OPS_PASSWORD", "JWT_SECRET");

    /** By this ending Boot knows that the names are those of environment variables. */
    private static final String SOURCE = "secretFiles-systemEnvironment";

    @Override
    public int getOrder() {
        return LoggingApplicationListener.DEFAULT_ORDER + 1;
    }

    @Override
    public void onApplicationEvent(ApplicationEnvironmentPreparedEvent event) {
        ConfigurableEnvironment environment = event.getEnvironment();
        List<String> names = new ArrayList<>(OURS);
        names.addAll(SecretFiles.KAFKA);
        try {
            Map<String, Object> secrets = Map.copyOf(SecretFiles.read(environment::getProperty, names));
            environment
                    .getPropertySources()
                    .addBefore(
                            // A variable that is set to nothing must not hide the file's.
                            StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME,
                            new SystemEnvironmentPropertySource(SOURCE, secrets));
        } catch (InvalidSecretFileException e) {
            throw new SettingException(e);
        }
    }
}
