package com.moxton.payments.ingress.security;

import java.util.ArrayList;
import java.util.List;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpMethod;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.ObjectPostProcessor;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.config.observation.SecurityObservationSettings;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.server.resource.web.authentication.BearerTokenAuthenticationFilter;
import org.springframework.security.web.DefaultSecurityFilterChain;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.authentication.AuthenticationEntryPointFailureHandler;
import org.springframework.security.web.firewall.RequestRejectedHandler;
import org.springframework.security.web.servlet.util.matcher.PathPatternRequestMatcher;
import org.springframework.web.cors.CorsConfiguration;
import org.springframework.web.cors.CorsConfigurationSource;
import org.springframework.web.cors.UrlBasedCorsConfigurationSource;
import org.springframework.web.filter.CorsFilter;

/** Every call under {@code /api} needs a user's token, but for Stripe's webhooks, which carry a signature. */
@Configuration(proxyBeanMethods = false)
class SecurityConfiguration {
    /** The scope that payment-worker's operations ask for too. */
    private static final String OPERATIONS = "SCOPE_payments:ops";

    private final SecurityProblems problems = new SecurityProblems();

    @Bean
    JwtDecoder jwtDecoder(SecuritySettings settings) {
        return TokenDecoder.of(settings);
    }

    @Bean
    PageOrigins pageOrigins(SecuritySettings settings) {
        return new PageOrigins(settings.allowedOrigins());
    }

    /**
     * What Stripe sends is judged by its signature, in the controller. A filter here would have nothing to say, not even of
     * a stray Authorization header, and a dozen of them cost more than the judgement. The firewall is before all chains.
     */
    @Bean
    @Order(0)
    SecurityFilterChain webhookChain() {
        return new DefaultSecurityFilterChain(
                PathPatternRequestMatcher.withDefaults().matcher("/api/payments/webhook"));
    }

    /** By default each filter of each request is observed, if only by nobody. */
    @Bean
    SecurityObservationSettings securityObservations() {
        return SecurityObservationSettings.noObservations();
    }

    @Bean
    @Order(1)
    SecurityFilterChain openChain(HttpSecurity http, ActuatorSettings actuator) throws Exception {
        List<String> open = new ArrayList<>(actuator.openPaths());
        // Under .well-known Spring Security would publish metadata that nobody here has set.
        open.addAll(List.of("/error", "/.well-known/**"));
        return stateless(http)
                .securityMatcher(open.toArray(String[]::new))
                .authorizeHttpRequests(calls -> calls.anyRequest().permitAll())
                .build();
    }

    /** What is left of the actuator is for operations. */
    @Bean
    @Order(2)
    SecurityFilterChain operationsChain(HttpSecurity http, JwtDecoder decoder) throws Exception {
        return withToken(stateless(http), decoder)
                .securityMatcher("/actuator/**")
                .authorizeHttpRequests(calls -> calls.anyRequest().hasAuthority(OPERATIONS))
                .build();
    }

    @Bean
    @Order(3)
    SecurityFilterChain userChain(HttpSecurity http, JwtDecoder decoder) throws Exception {
        return withToken(stateless(http), decoder)
                .cors(Customizer.withDefaults())
                .authorizeHttpRequests(calls -> calls.requestMatchers("/api/**")
                        .authenticated()
                        // Nothing is there, and that is what the caller gets to know.
                        .anyRequest()
                        .permitAll())
                .build();
    }

    private HttpSecurity withToken(HttpSecurity http, JwtDecoder decoder) throws Exception {
        return http.oauth2ResourceServer(resource -> resource.jwt(jwt -> jwt.decoder(decoder))
                .authenticationEntryPoint(problems)
                .accessDeniedHandler(problems)
                .withObjectPostProcessor(reportUnreachableIssuer()));
    }

    private HttpSecurity stateless(HttpSecurity http) throws Exception {
        return http.csrf(AbstractHttpConfigurer::disable)
                .requestCache(AbstractHttpConfigurer::disable)
                .logout(AbstractHttpConfigurer::disable)
                .sessionManagement(session -> session.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
                .exceptionHandling(
                        handling -> handling.authenticationEntryPoint(problems).accessDeniedHandler(problems));
    }

    /** By default the filter throws when the issuer can't be reached, which would end as a 500. */
    private ObjectPostProcessor<BearerTokenAuthenticationFilter> reportUnreachableIssuer() {
        AuthenticationEntryPointFailureHandler handler = new AuthenticationEntryPointFailureHandler(problems);
        handler.setRethrowAuthenticationServiceException(false);
        return new ObjectPostProcessor<>() {
            @Override
            public <O extends BearerTokenAuthenticationFilter> O postProcess(O filter) {
                filter.setAuthenticationFailureHandler(handler);
                return filter;
            }
        };
    }

    @Bean
    RequestRejectedHandler requestRejectedHandler() {
        return problems;
    }

    /** By this name Spring Security finds it. */
    @Bean
    CorsFilter corsFilter(SecuritySettings settings) {
        CorsFilter filter = new CorsFilter(corsRules(settings));
        filter.setCorsProcessor(new ProblemCorsProcessor());
        return filter;
    }

    /** It runs within the chain and nowhere else. */
    @Bean
    FilterRegistrationBean<CorsFilter> corsFilterRegistration(CorsFilter filter) {
        FilterRegistrationBean<CorsFilter> registration = new FilterRegistrationBean<>(filter);
        registration.setEnabled(false);
        return registration;
    }

    private static CorsConfigurationSource corsRules(SecuritySettings settings) {
        CorsConfiguration rules = new CorsConfiguration();
        rules.setAllowedOrigins(settings.allowedOrigins());
        rules.setAllowedMethods(List.of(HttpMethod.GET.name(), HttpMethod.POST.name()));
        rules.setAllowedHeaders(List.of(
                "Authorization",
                "Content-Type",
                "Idempotency-Key",
                "Prefer",
                "Last-Event-ID",
                "traceparent",
                "tracestate"));
        rules.setExposedHeaders(List.of(
                "Location",
                "Retry-After",
                "Preference-Applied",
                "Idempotent-Replayed",
                "Request-Id",
                "WWW-Authenticate"));
        rules.setMaxAge(3600L);
        UrlBasedCorsConfigurationSource source = new UrlBasedCorsConfigurationSource();
        source.registerCorsConfiguration("/api/**", rules);
        return source;
    }
}
