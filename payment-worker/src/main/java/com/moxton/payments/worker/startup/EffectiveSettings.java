package com.moxton.payments.worker.startup;

import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.kafka.autoconfigure.KafkaConnectionDetails;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/** Logs what is in effect once, at the start. Settings that hold secrets show themselves without them. */
@Component
class EffectiveSettings {

    private static final Logger log = LoggerFactory.getLogger(EffectiveSettings.class);

    @EventListener
    void report(ApplicationReadyEvent ready) {
        var context = ready.getApplicationContext();
        log.atInfo()
                .addKeyValue(
                        "kafka", context.getBean(KafkaConnectionDetails.class).getBootstrapServers())
                .addKeyValue("database", databaseOf(context.getEnvironment().getProperty("spring.datasource.url", "")))
                .log("settings");
        Map<String, Object> all = context.getBeansWithAnnotation(ConfigurationProperties.class);
        all.values().stream()
                .filter(settings -> settings.getClass().getPackageName().startsWith("com.moxton.payments"))
                .map(Object::toString)
                .sorted()
                .forEach(settings -> log.info("settings {}", settings));
    }

    /** Without its parameters and user info: some put a password there. */
    static String databaseOf(String url) {
        return url.replaceFirst("\\?.*$", "").replaceFirst("//[^/@]*@", "//");
    }
}
