package com.moxton.payments.ingress.tracing;

import com.moxton.payments.tracing.TraceTarget;
import com.moxton.payments.tracing.Tracing;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.info.BuildProperties;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;

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
                settings.endpoint(), settings.sampling(), service, version == null ? "" : version, true));
    }

    /** Where tracing is off there is no filter either. */
    @Bean
    FilterRegistrationBean<CallSpans> callSpans(Tracing tracing) {
        FilterRegistrationBean<CallSpans> registration = new FilterRegistrationBean<>(new CallSpans(tracing));
        registration.setEnabled(tracing.isOn());
        registration.addUrlPatterns("/api/payments/*");
        // After the filter that gives a request its id, and the one that turns away what is too much.
        registration.setOrder(Ordered.HIGHEST_PRECEDENCE + 2);
        return registration;
    }
}
