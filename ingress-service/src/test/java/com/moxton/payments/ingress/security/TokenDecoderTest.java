package com.moxton.payments.ingress.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.moxton.payments.ingress.Tokens;
import com.sun.net.httpserver.HttpServer;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.security.oauth2.jwt.BadJwtException;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.jwt.JwtException;

/** With an issuer that publishes its keys over HTTP. */
class TokenDecoderTest {
    private static final AtomicInteger keysAsked = new AtomicInteger();

    private static KeyPair rsa;
    private static KeyPair ec;
    private static HttpServer server;
    private static String issuer;

    @BeforeAll
    static void publishKeys() throws Exception {
        KeyPairGenerator primes = KeyPairGenerator.getInstance("RSA");
        primes.initialize(2048);
        rsa = primes.generateKeyPair();
        KeyPairGenerator curve = KeyPairGenerator.getInstance("EC");
        curve.initialize(new ECGenParameterSpec("secp256r1"));
        ec = curve.generateKeyPair();
        RSAPublicKey rsaKey = (RSAPublicKey) rsa.getPublic();
        ECPublicKey ecKey = (ECPublicKey) ec.getPublic();

        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        issuer = "http://localhost:" + server.getAddress().getPort();
        serve("/jwks", """
                {"keys":[{"kty":"RSA","kid":"rsa","n":"%s","e":"%s"},
                         {"kty":"EC","crv":"P-256","kid":"ec","x":"%s","y":"%s"}]}
                """.formatted(
                        unsigned(rsaKey.getModulus(), 256),
                        unsigned(rsaKey.getPublicExponent(), 3),
                        unsigned(ecKey.getW().getAffineX(), 32),
                        unsigned(ecKey.getW().getAffineY(), 32)));
        serve(
                "/.well-known/openid-configuration",
                "{\"issuer\":\"%s\",\"jwks_uri\":\"%s/jwks\",\"subject_types_supported\":[\"public\"]}"
                        .formatted(issuer, issuer));
        server.start();
    }

    @AfterAll
    static void stop() {
        server.stop(0);
    }

    @Test
    void findsTheKeysOfAnIssuer() {
        JwtDecoder decoder = decoder(issuer, "", "");

        assertThat(decoder.decode(byRsa(Map.of())).getSubject()).isEqualTo("u1");
        assertThat(decoder.decode(byEc()).getSubject()).isEqualTo("u1");
    }

    @Test
    void takesTheKeysFromTheirAddress() {
        assertThat(decoder("", issuer + "/jwks", "").decode(byRsa(Map.of())).getSubject())
                .isEqualTo("u1");
    }

    @Test
    void refusesTokensOfAnotherIssuer() {
        JwtDecoder decoder = decoder(issuer, issuer + "/jwks", "");
        String token = byRsa(Map.of("iss", "https://another.example"));

        assertThatThrownBy(() -> decoder.decode(token)).isInstanceOf(BadJwtException.class);
    }

    @Test
    void asksForTheAudience() {
        JwtDecoder decoder = decoder("", issuer + "/jwks", "payments");
        String forOthers = byRsa(Map.of("aud", "shop"));

        assertThat(decoder.decode(byRsa(Map.of("aud", List.of("shop", "payments"))))
                        .getSubject())
                .isEqualTo("u1");
        assertThatThrownBy(() -> decoder.decode(forOthers)).isInstanceOf(BadJwtException.class);
    }

    @Test
    void neverTakesThePublicKeyForASecret() {
        JwtDecoder decoder = decoder("", issuer + "/jwks", "");
        String forged = Tokens.signed(
                Map.of("alg", "HS256", "kid", "rsa"),
                Map.of("sub", "u1"),
                Tokens.hmac(rsa.getPublic().getEncoded()));

        assertThatThrownBy(() -> decoder.decode(forged)).isInstanceOf(BadJwtException.class);
    }

    /** In each form in which somebody could have the public key at hand. */
    @Test
    void neverTakesThePublicKeyForASecretInAnyForm() {
        JwtDecoder decoder = decoder("", issuer + "/jwks", "");
        byte[] der = rsa.getPublic().getEncoded();
        String base64 = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
        String pem = "-----BEGIN PUBLIC KEY-----\n" + base64 + "\n-----END PUBLIC KEY-----";
        byte[] modulus = ((RSAPublicKey) rsa.getPublic()).getModulus().toByteArray();

        for (byte[] secret : List.of(
                der,
                pem.getBytes(StandardCharsets.US_ASCII),
                (pem + "\n").getBytes(StandardCharsets.US_ASCII),
                base64.getBytes(StandardCharsets.US_ASCII),
                modulus)) {
            for (String kid : List.of("rsa", "none", "")) {
                assertRefused(
                        decoder,
                        Tokens.signed(Map.of("alg", "HS256", "kid", kid), Map.of("sub", "u1"), Tokens.hmac(secret)));
            }
        }
    }

    @Test
    void takesNoKeyFromTheToken() throws Exception {
        KeyPairGenerator primes = KeyPairGenerator.getInstance("RSA");
        primes.initialize(2048);
        KeyPair own = primes.generateKeyPair();
        RSAPublicKey ownPublic = (RSAPublicKey) own.getPublic();
        Map<String, ?> jwk = Map.of(
                "kty",
                "RSA",
                "n",
                unsigned(ownPublic.getModulus(), 256),
                "e",
                unsigned(ownPublic.getPublicExponent(), 3));

        for (Map<String, ?> header : List.<Map<String, ?>>of(
                Map.of("alg", "RS256"),
                Map.of("alg", "RS256", "kid", "rsa"),
                Map.of("alg", "RS256", "jwk", jwk),
                Map.of("alg", "RS256", "jku", issuer + "/jwks", "kid", "../../etc/passwd"),
                Map.of("alg", "RS256", "x5u", "https://evil.example/cert"),
                Map.of("alg", "RS256", "kid", "' OR 1=1 --"),
                Map.of("alg", "RS256", "crit", List.of("exp"), "kid", "rsa"))) {
            String token = Tokens.signed(
                    header, Map.of("sub", "u1", "iss", issuer), signer("SHA256withRSA", own.getPrivate()));
            for (JwtDecoder decoder : List.of(decoder("", issuer + "/jwks", ""), byOurSecret(""))) {
                assertRefused(decoder, token);
            }
        }
    }

    /** Each would be a call to the issuer, made by whoever likes. */
    @Test
    void asksForKeysItDoesNotKnowRarely() {
        JwtDecoder decoder = decoder("", issuer + "/jwks", "");
        decoder.decode(byRsa(Map.of()));
        int before = keysAsked.get();

        for (int i = 0; i < 100; i++) {
            String token = Tokens.signed(
                    Map.of("alg", "RS256", "kid", "unknown" + i),
                    Map.of("sub", "u1", "iss", issuer),
                    signer("SHA256withRSA", rsa.getPrivate()));
            assertThatThrownBy(() -> decoder.decode(token)).isInstanceOf(JwtException.class);
        }

        assertThat(keysAsked.get() - before).isLessThanOrEqualTo(2);
        assertThat(decoder.decode(byRsa(Map.of())).getSubject()).isEqualTo("u1");
    }

    @Test
    void refusesTokensWithoutASignature() {
        String claims = Tokens.base64("{\"sub\":\"u1\"}".getBytes(StandardCharsets.UTF_8));
        for (JwtDecoder decoder : List.of(decoder("", issuer + "/jwks", ""), byOurSecret(""))) {
            for (String alg : List.of("none", "None", "NONE", "nOnE", "", "HS256", "RS256")) {
                String header = Tokens.base64("{\"alg\":\"%s\"}".formatted(alg).getBytes(StandardCharsets.UTF_8));
                assertRefused(decoder, header + "." + claims + ".");
                assertRefused(decoder, header + "." + claims);
            }
            assertRefused(decoder, "");
            assertRefused(decoder, "..");
            assertRefused(decoder, "a.".repeat(100_000));
        }
    }

    @Test
    void refusesTokensOfAnotherTimeAudienceOrIssuerAlsoByTheSecret() {
        JwtDecoder decoder = byOurSecret("payments");
        long now = Instant.now().getEpochSecond();
        Map<String, Object> good = Map.of("sub", "u1", "aud", "payments", "exp", now + 60, "nbf", now - 60);
        assertThat(decoder.decode(Tokens.of(good)).getSubject()).isEqualTo("u1");

        assertRefused(decoder, Tokens.of(with(good, "exp", now - 3600)));
        assertRefused(decoder, Tokens.of(with(good, "nbf", now + 3600)));
        assertRefused(decoder, Tokens.of(with(good, "aud", "shop")));
        assertRefused(decoder, Tokens.of(with(good, "aud", List.of())));
        assertRefused(decoder, Tokens.of(with(good, "exp", "soon")));
        assertRefused(decoder, Tokens.of(with(good, "sub", List.of("u1"))));
        assertRefused(decoder, Tokens.of(Map.of("sub", "u1", "exp", now + 60)));
    }

    @Test
    void takesATokenOfAnySizeThatTheServerLetsThrough() {
        String token = Tokens.of(Map.of("sub", "u1", "groups", List.of("g".repeat(100_000))));

        assertThat(byOurSecret("").decode(token).getSubject()).isEqualTo("u1");
    }

    private static Map<String, Object> with(Map<String, Object> claims, String name, Object value) {
        Map<String, Object> changed = new HashMap<>(claims);
        changed.put(name, value);
        return changed;
    }

    private static void assertRefused(JwtDecoder decoder, String token) {
        assertThatThrownBy(() -> decoder.decode(token))
                .as(token.substring(0, Math.min(80, token.length())))
                .isInstanceOf(BadJwtException.class);
    }

    private static JwtDecoder byOurSecret(String audience) {
        return TokenDecoder.of(new SecuritySettings(Tokens.SECRET, "", "", audience, List.of()));
    }

    @Test
    void tellsAnIssuerOutOfReachFromABadToken() {
        String token = byRsa(Map.of());

        for (JwtDecoder decoder :
                List.of(decoder("http://localhost:1", "", ""), decoder("", "http://localhost:1/jwks", ""))) {
            assertThatThrownBy(() -> decoder.decode(token))
                    .isInstanceOf(JwtException.class)
                    .isNotInstanceOf(BadJwtException.class);
        }
    }

    private static JwtDecoder decoder(String issuerUri, String jwkSetUri, String audience) {
        return TokenDecoder.of(new SecuritySettings("", issuerUri, jwkSetUri, audience, List.of()));
    }

    private static String byRsa(Map<String, ?> claims) {
        Map<String, Object> all = new HashMap<>(Map.of("sub", "u1", "iss", issuer));
        all.putAll(claims);
        return Tokens.signed(
                Map.of("alg", "RS256", "kid", "rsa", "typ", "at+jwt"), all, signer("SHA256withRSA", rsa.getPrivate()));
    }

    private static String byEc() {
        return Tokens.signed(
                Map.of("alg", "ES256", "kid", "ec"),
                Map.of("sub", "u1", "iss", issuer),
                signer("SHA256withECDSAinP1363Format", ec.getPrivate()));
    }

    private static Tokens.Signer signer(String algorithm, PrivateKey key) {
        return input -> {
            Signature signature = Signature.getInstance(algorithm);
            signature.initSign(key);
            signature.update(input);
            return signature.sign();
        };
    }

    private static String unsigned(BigInteger number, int length) {
        byte[] bytes = new byte[length];
        byte[] signed = number.toByteArray();
        int from = Math.max(0, signed.length - length);
        System.arraycopy(signed, from, bytes, length - (signed.length - from), signed.length - from);
        return Tokens.base64(bytes);
    }

    private static void serve(String path, String json) {
        byte[] body = json.getBytes(StandardCharsets.UTF_8);
        server.createContext(path, exchange -> {
            keysAsked.addAndGet(path.equals("/jwks") ? 1 : 0);
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
    }
}
