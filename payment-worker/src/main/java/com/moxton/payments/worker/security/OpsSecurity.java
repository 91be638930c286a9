package com.moxton.payments.worker.security;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Locale;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.MediaType;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.core.userdetails.User;
import org.springframework.security.core.userdetails.UserDetailsService;
import org.springframework.security.crypto.factory.PasswordEncoderFactories;
import org.springframework.security.provisioning.InMemoryUserDetailsManager;
import org.springframework.security.web.SecurityFilterChain;

/** Probes and scrapers come in freely, everybody else signs in as operations. */
@Configuration
class OpsSecurity {

    /** The scope of a token, and what a signed-in operator is granted. */
    static final String AUTHORITY = "SCOPE_payments:ops";

    @Bean
    SecurityFilterChain ops(HttpSecurity http, OpsSettings settings) {
        http.authorizeHttpRequests(requests -> requests.requestMatchers(
                                "/actuator/health", "/actuator/health/**", "/actuator/prometheus")
                        .permitAll()
                        .anyRequest()
                        .hasAuthority(AUTHORITY))
                .httpBasic(basic -> basic.realmName("payments operations"))
                // Scripts have no session to keep a token in. A foreign page can't send JSON without asking first, and
                // is refused then.
                .csrf(csrf -> csrf.ignoringRequestMatchers(OpsSecurity::isJsonForApi));
        if (settings.takesTokens()) {
            http.oauth2ResourceServer(tokens -> tokens.jwt(jwt -> jwt.decoder(TokenDecoder.of(settings))));
        }
        return http.build();
    }

    private static boolean isJsonForApi(HttpServletRequest request) {
        String type = request.getContentType();
        return request.getRequestURI().startsWith("/ops/api/")
                && type != null
                && type.toLowerCase(Locale.ROOT).startsWith(MediaType.APPLICATION_JSON_VALUE);
    }

    @Bean
    UserDetailsService operators(OpsSettings settings) {
        InMemoryUserDetailsManager operators = new InMemoryUserDetailsManager();
        if (settings.hasPassword()) {
            var encoder = PasswordEncoderFactories.createDelegatingPasswordEncoder();
            operators.createUser(User.withUsername(settings.username())
                    .password(encoder.encode(settings.password()))
                    .authorities(AUTHORITY)
                    .build());
        }
        return operators;
    }
}
