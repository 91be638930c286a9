package com.moxton.payments.worker.enquiry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.moxton.payments.worker.ops.OpsProblemException;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class InputTest {

    @ParameterizedTest
    @CsvSource({
        "2026-11-23, 2026-11-23T00:00:00Z",
        "2026-11-23T12:30, 2026-11-23T12:30:00Z",
        "2026-11-23 12:30:15, 2026-11-23T12:30:15Z",
        "' 2026-11-23T12:30:15.123456Z ', 2026-11-23T12:30:15.123456Z",
        "2026-11-23T12:30:15+01:00, 2026-11-23T11:30:15Z"
    })
    void readsTimesAsTheyAreTyped(String typed, Instant time) {
        assertThat(Input.time("from", typed)).isEqualTo(time);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"now", "2026-02-30", "12:00", "1969-12-31", "-0001-01-01T00:00:00Z", "2026-11-23T12:00:00X"})
    void refusesWhatIsNoTime(String typed) {
        assertThatThrownBy(() -> Input.time("from", typed))
                .isInstanceOfSatisfying(
                        OpsProblemException.class, e -> assertThat(e.field()).isEqualTo("from"));
    }

    @Test
    void takesBlankForNothing() {
        assertThat(Input.time("from", " ")).isNull();
        assertThat(Input.id("intentId", "")).isNull();
        assertThat(Input.oneOf("status", null, List.of("a"))).isNull();
        assertThat(Input.limit("")).isEqualTo(50);
        assertThat(Cursor.parse("before", "")).isNull();
    }

    @Test
    void takesIdsOfOurAlphabetOnly() {
        assertThat(Input.id("intentId", " pi_1%'\"\\ ")).isEqualTo("pi_1%'\"\\");
        assertThatThrownBy(() -> Input.id("intentId", "pi_é")).isInstanceOf(OpsProblemException.class);
        assertThatThrownBy(() -> Input.id("intentId", "pi\n1")).isInstanceOf(OpsProblemException.class);
        assertThatThrownBy(() -> Input.id("intentId", "x".repeat(256))).isInstanceOf(OpsProblemException.class);
        assertThat(Input.text("userId", "zoë")).isEqualTo("zoë");
    }

    @ParameterizedTest
    @ValueSource(strings = {"2026-11-23T12:30:15.123456Z", "1970-01-01T00:00:00Z", "1969-12-31T23:59:59.999999Z"})
    void readsItsOwnCursors(Instant at) {
        Cursor cursor = new Cursor(at, "evt_1_2");

        assertThat(Cursor.parse("before", cursor.toString())).isEqualTo(cursor);
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", "_", "1_", "_x", "1.5_x", "999999999999999999_x", "1_é", "1 OR 1=1_x"})
    void refusesOtherCursors(String typed) {
        assertThatThrownBy(() -> Cursor.parse("before", typed)).isInstanceOf(OpsProblemException.class);
    }

    @Test
    void pagesEndWithoutACursor() {
        Instant at = Instant.EPOCH;

        assertThat(Page.of(List.of("a", "b"), 2, id -> new Cursor(at, id)).next())
                .isNull();
        Page<String> page = Page.of(List.of("a", "b", "c"), 2, id -> new Cursor(at, id));
        assertThat(page.items()).containsExactly("a", "b");
        assertThat(page.next()).isEqualTo("0_b");
    }
}
