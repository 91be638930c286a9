package com.moxton.payments.worker.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class JsonRowsTest {

    @Test
    void isAnArrayForEachRow() {
        String rows =
                JsonRows.of(List.of("a", "b"), (text, row) -> row.text(text).number(1));

        assertThat(rows).isEqualTo("[[\"a\",1],[\"b\",1]]");
    }

    @Test
    void isEmptyForNoRows() {
        assertThat(JsonRows.of(List.<String>of(), (text, row) -> row.text(text)))
                .isEqualTo("[]");
    }

    @Test
    void escapesWhatWouldEndTheText() {
        String rows = JsonRows.of(List.of("\"]]'\\ é 😀 \n"), (text, row) -> row.text(text));

        assertThat(rows).isEqualTo("[[\"\\\"]]'\\\\ é 😀 \\n\"]]");
    }

    @Test
    void writesDecimalsAndTimesAsTextAndFlagsAsNumbers() {
        String rows = JsonRows.of(
                List.of(new BigDecimal("1E+3")),
                (amount, row) -> row.decimal(amount)
                        .flag(true)
                        .flag(false)
                        .time(Instant.parse("2026-11-01T00:00:00.123456789Z")));

        assertThat(rows).isEqualTo("[[\"1000\",1,0,\"2026-11-01 00:00:00.123456\"]]");
    }

    @Test
    void writesNullForWhatIsNotThere() {
        String rows =
                JsonRows.of(List.of("x"), (x, row) -> row.text(null).flag(null).time(null));

        assertThat(rows).isEqualTo("[[null,null,null]]");
    }
}
