package com.moxton.payments.ingress.startup;

import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/** Logs what is in effect once, at the start. Settings that hold secrets show themselves without them. */
@Component
class EffectiveSettings {
    private static final Logger log = LoggerFactory.getLogger(EffectiveSettings.class);

    @EventListener
    void report(ApplicationReadyEvent ready) {
        Map<String, Object> all = ready.getApplicationContext().getBeansWithAnnotation(ConfigurationProperties.class);
        all.values().stream()
                .filter(settings -> settings.getClass().getPackageName().startsWith("com.moxton.payments"))
                .map(Object::toString)
                .sorted()
                .forEach(settings -> log.info("settings {}", settings));
    }
}
