package com.moxton.payments.ingress.startup;

import org.springframework.beans.factory.config.BeanFactoryPostProcessor;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.stereotype.Component;

/** Reads our settings before anything else is made: a wrong one stops the start within a second, and without noise. */
@Component
class SettingsFirst implements BeanFactoryPostProcessor {
    private static final String OURS = "com.moxton.payments";

    @Override
    public void postProcessBeanFactory(ConfigurableListableBeanFactory beans) {
        for (String name : beans.getBeanNamesForAnnotation(ConfigurationProperties.class)) {
            Class<?> type = beans.getType(name, false);
            // Others are filled by post-processors, which are not there yet.
            if (type != null && type.isRecord() && type.getPackageName().startsWith(OURS)) {
                beans.getBean(name);
            }
        }
    }
}
