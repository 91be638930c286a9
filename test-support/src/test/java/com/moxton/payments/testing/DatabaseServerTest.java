package com.moxton.payments.testing;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DatabaseServerTest {

    @ParameterizedTest
    @CsvSource({
        "jdbc:mysql://db:3306/payments?a=b&c=d, jdbc:mysql://db:3306/other?a=b&c=d",
        "jdbc:mysql://db:3306/payments, jdbc:mysql://db:3306/other",
        "jdbc:mysql://db:3306/?a=b, jdbc:mysql://db:3306/other?a=b",
        "jdbc:mysql://db, jdbc:mysql://db/other"
    })
    void exchangesTheSchemaInTheAddress(String url, String expected) {
        assertThat(new DatabaseServer(url, "user", "password").urlOf("other")).isEqualTo(expected);
    }
}
