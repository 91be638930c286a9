package com.moxton.payments.ingress.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.moxton.payments.ingress.startup.SettingException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SecuritySettingsTest {
    private static final String SECRET = "0123456789abcdef0123456789abcdef";

    @Test
    void takesASecretAndDoesNotShowIt() {
        assertThat(settings(SECRET, "", "")).asString().doesNotContain(SECRET).contains("jwtSecret configured=true");
    }

    @Test
    void takesAnIssuerOrItsKeys() {
        assertThat(settings("", "https://login.example", "").issuerUri()).isNotBlank();
        assertThat(settings("", "", "http://keys:8080/jwks").jwkSetUri()).isNotBlank();
    }

    @Test
    void needsOneOfThemAndNotBoth() {
        assertRefused("", "", "", "JWT_SECRET is missing");
        assertRefused(SECRET, "https://login.example", "", "JWT_SECRET must not be set beside");
    }

    @Test
    void refusesASecretThatIsTooShortForItsHash() {
        assertRefused("a".repeat(31), "", "", "JWT_SECRET must have at least 32 bytes");
    }

    @ParameterizedTest
    @ValueSource(strings = {"login.example", "ftp://login.example", "https://", "::", "file:///etc/keys"})
    void refusesAddressesThatAreNone(String uri) {
        assertRefused("", uri, "", "JWT_ISSUER_URI");
        assertRefused("", "", uri, "JWT_JWK_SET_URI");
    }

    @ParameterizedTest
    @ValueSource(strings = {"shop.example", "https://shop.example/", "https://shop.example/path", "https://"})
    void refusesOriginsThatAreNone(String origin) {
        assertThatThrownBy(() -> new SecuritySettings(SECRET, "", "", "", List.of(origin)))
                .hasMessageStartingWith("payments.security.allowed-origins");
    }

    @Test
    void takesOrigins() {
        assertThat(new SecuritySettings(SECRET, "", "", "", List.of(" https://a.example", "", "http://b:8090", "*"))
                        .allowedOrigins())
                .containsExactly("https://a.example", "http://b:8090", "*");
    }

    private static SecuritySettings settings(String secret, String issuer, String keys) {
        return new SecuritySettings(secret, issuer, keys, "", List.of());
    }

    private static void assertRefused(String secret, String issuer, String keys, String line) {
        assertThatThrownBy(() -> settings(secret, issuer, keys))
                .isInstanceOf(SettingException.class)
                .hasMessageStartingWith(line);
    }
}
