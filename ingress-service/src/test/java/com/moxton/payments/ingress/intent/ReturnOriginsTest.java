package com.moxton.payments.ingress.intent;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReturnOriginsTest {
    private final ReturnOrigins shop =
            new ReturnOrigins(List.of("https://shop.example", "http://localhost:8090", "http://shop.example"));

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://shop.example",
                "https://shop.example/back?order=1#paid",
                "HTTPS://Shop.Example/",
                "https://shop.example:443/",
                "http://localhost:8090/back"
            })
    void leadBackToWhereTheCustomerCameFrom(String url) {
        assertThat(shop.allow(url)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://evil.example/",
                "https://shop.example.evil.example/",
                "https://evil.example/https://shop.example",
                "https://evil.example?https://shop.example",
                "https://evil.example#@shop.example",
                "https://shop.example@evil.example/",
                "https://evil.example@shop.example/",
                "https://shop.example\\@evil.example/",
                "https://shop.example\\.evil.example/",
                "https://evilshop.example/",
                "https://shop.example./",
                "https://shop.example:8443/",
                "https://shop.example:443:80/",
                "https:shop.example",
                "https:///shop.example",
                "//shop.example/",
                "/back",
                "javascript://shop.example/%0aalert(1)",
                "data:text/html,https://shop.example",
                "http://shop.example/",
                "http://localhost:9999/",
                "http://localhost.evil.example:8090/",
                "https://127.0.0.1/",
                "https://shop.example%2eevil.example/",
                "https://shop%2eexample/",
                "https://shop.example\t.evil.example/",
                "\u0000https://shop.example/",
                "https://xn--shp-eqa.example/",
                ""
            })
    void leadNowhereElse(String url) {
        assertThat(shop.allow(url)).isFalse();
    }

    @Test
    void leadNowhereWhenThereAreNone() {
        assertThat(new ReturnOrigins(List.of()).allow("https://shop.example/")).isFalse();
    }

    @Test
    void mayBeAnyOfHttps() {
        ReturnOrigins any = new ReturnOrigins(List.of("*"));

        assertThat(any.allow("https://anywhere.example/")).isTrue();
        assertThat(any.allow("http://127.0.0.1:8090/")).isTrue();
        assertThat(any.allow("http://anywhere.example/")).isFalse();
        assertThat(any.allow("javascript:alert(1)")).isFalse();
    }
}
