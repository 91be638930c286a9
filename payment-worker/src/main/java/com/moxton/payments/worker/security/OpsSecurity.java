package com.moxton.payments.worker.security;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Clock;
import java.util.Locale;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.core.userdetails.User;
import org.springframework.security.core.userdetails.UserDetailsService;
import org.springframework.security.crypto.factory.PasswordEncoderFactories;
import org.springframework.security.provisioning.InMemoryUserDetailsManager;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.authentication.UsernamePasswordAuthenticationFilter;
import org.springframework.security.web.authentication.www.BasicAuthenticationFilter;
import org.springframework.security.web.context.SecurityContextHolderFilter;
import org.springframework.security.web.header.writers.CrossOriginOpenerPolicyHeaderWriter.CrossOriginOpenerPolicy;
import org.springframework.security.web.header.writers.ReferrerPolicyHeaderWriter.ReferrerPolicy;
import org.springframework.security.web.savedrequest.HttpSessionRequestCache;
import org.springframework.security.web.savedrequest.RequestCache;

/**
 * Probes and scrapers come in freely, everybody else signs in as operations: scripts with each request, people at the console
 * once for a session. A session counts for pages alone, and neither password nor token of a request does there: what a browser
 * sends by itself never reaches the REST API.
 */
@Configuration
class OpsSecurity {

    /** The scope of a token, and what a signed-in operator is granted. */
    static final String AUTHORITY = "SCOPE_payments:ops";

    /** No inline script or style, nothing from elsewhere. Pico draws its icons as data: images. */
    static final String CONTENT_SECURITY_POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; "
            + "img-src 'self' data:; font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; "
            + "frame-ancestors 'none'";

    /** Unless {@code payments.ops.open-actuator} closes them too. */
    private static final String[] PROBES_AND_METRICS = {
        "/actuator/health", "/actuator/health/**", "/actuator/prometheus"
    };

    /** Styles, scripts and the icon: the sign-in page needs them too. */
    private static final String[] ASSETS = {"/webjars/**", "/console*.css", "/console*.js", "/icon*.svg"};

    /** One count for the page and for the API: two ways to try one password. */
    @Bean
    SignInAttempts signInAttempts(Clock clock) {
        return new SignInAttempts(clock);
    }

    @Bean
    @Order(1)
    SecurityFilterChain scripts(HttpSecurity http, OpsSettings settings, SignInAttempts attempts) {
        ApiRefusals refusals = new ApiRefusals();
        PasswordsOfScripts passwords = new PasswordsOfScripts(attempts, refusals);
        http.securityMatcher("/ops/api", "/ops/api/**", "/actuator", "/actuator/**")
                .authorizeHttpRequests(requests -> {
                    if (settings.openActuator()) {
                        requests.requestMatchers(PROBES_AND_METRICS).permitAll();
                    }
                    requests.anyRequest().hasAuthority(AUTHORITY);
                })
                .sessionManagement(session -> session.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
                .httpBasic(basic -> basic.authenticationEntryPoint(passwords))
                .addFilterBefore(passwords, BasicAuthenticationFilter.class)
                .exceptionHandling(
                        errors -> errors.authenticationEntryPoint(refusals).accessDeniedHandler(refusals))
                // Scripts have no session to keep a token in. A foreign page can't send JSON without asking first, and
                // is refused then.
                .csrf(csrf -> csrf.ignoringRequestMatchers(OpsSecurity::isJsonForApi));
        if (settings.takesTokens()) {
            http.oauth2ResourceServer(tokens -> tokens.authenticationEntryPoint(ApiRefusals.ofTokens())
                    .accessDeniedHandler(refusals)
                    .jwt(jwt -> jwt.decoder(TokenDecoder.of(settings))));
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
    @Order(2)
    SecurityFilterChain pages(HttpSecurity http, ConsoleSettings settings, SignInAttempts attempts, Clock clock) {
        PageRefusals refusals = new PageRefusals();
        RequestCache asked = wholePages();
        SignIn signIn = new SignIn(attempts, clock);
        return http.authorizeHttpRequests(
                        requests -> requests.dispatcherTypeMatchers(DispatcherType.ERROR, DispatcherType.FORWARD)
                                .permitAll()
                                .requestMatchers(ASSETS)
                                .permitAll()
                                .requestMatchers(SignIn.PAGE)
                                .permitAll()
                                .anyRequest()
                                .hasAuthority(AUTHORITY))
                .formLogin(form -> form.loginPage(SignIn.PAGE)
                        .loginProcessingUrl(SignIn.PAGE)
                        .successHandler(signIn.success(asked))
                        .failureHandler(signIn))
                .logout(out -> out.logoutUrl("/sign-out")
                        .logoutSuccessUrl(SignIn.PAGE + "?out")
                        .invalidateHttpSession(true)
                        .deleteCookies("OPS_SESSION"))
                .requestCache(cache -> cache.requestCache(asked))
                .sessionManagement(session -> session.sessionFixation(fixation -> fixation.changeSessionId()))
                .exceptionHandling(
                        errors -> errors.authenticationEntryPoint(refusals).accessDeniedHandler(refusals))
                .headers(headers -> headers.contentSecurityPolicy(csp -> csp.policyDirectives(CONTENT_SECURITY_POLICY))
                        .referrerPolicy(referrer -> referrer.policy(ReferrerPolicy.SAME_ORIGIN))
                        .crossOriginOpenerPolicy(opener -> opener.policy(CrossOriginOpenerPolicy.SAME_ORIGIN)))
                .addFilterBefore(new SessionLife(settings, clock), SecurityContextHolderFilter.class)
                .addFilterBefore(signIn, UsernamePasswordAuthenticationFilter.class)
                .build();
    }

    /** After the sign-in a page is come back to, and not a part of one. Its address stays as it is: nothing is added to it. */
    @SuppressWarnings("NullAway") // null is how the parameter is left out
    private static RequestCache wholePages() {
        HttpSessionRequestCache cache = new HttpSessionRequestCache();
        cache.setRequestMatcher(request -> "GET".equals(request.getMethod())
                && !PageRefusals.isPartOfPage(request)
                && String.valueOf(request.getHeader(HttpHeaders.ACCEPT)).contains(MediaType.TEXT_HTML_VALUE));
        cache.setMatchingRequestParameterName(null);
        return cache;
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
