package com.moxton.payments.worker.tracing;

import com.moxton.payments.tracing.TraceTarget;
import com.moxton.payments.tracing.Tracing;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.info.BuildProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class TracingConfiguration {

    @Bean(destroyMethod = "close")
    Tracing tracing(
            TracingSettings settings,
            @Value("${spring.application.name}") String service,
            ObjectProvider<BuildProperties> build) {
        if (!settings.isOn()) {
            return Tracing.off();
        }
        BuildProperties properties = build.getIfAvailable();
        String version = properties == null ? "" : properties.getVersion();
        return Tracing.to(new TraceTarget(
                settings.endpoint(), settings.sampling(), service, version == null ? "" : version, false));
    }
}
