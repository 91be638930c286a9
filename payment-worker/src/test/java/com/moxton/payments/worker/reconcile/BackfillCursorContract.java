package com.moxton.payments.worker.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import com.moxton.payments.worker.reconcile.BackfillCursor.State;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** What every cursor does. Each test begins with a blank one. */
interface BackfillCursorContract {

    Instant NOON = Instant.parse("2026-11-23T12:00:00Z");

    BackfillCursor cursor();

    @Test
    default void isBlankAtFirst() {
        assertThat(cursor().read()).isEqualTo(State.BLANK);
    }

    @Test
    default void movesFromWhereItIsExpected() {
        cursor().begin(NOON);

        assertThat(cursor().advance(null, NOON)).isTrue();
        assertThat(cursor().advance(NOON, NOON.plusSeconds(1))).isTrue();
        assertThat(cursor().read().coveredUntil()).isEqualTo(NOON.plusSeconds(1));
    }

    @Test
    default void staysWhenSomebodyElseHasMovedIt() {
        cursor().begin(NOON);
        cursor().advance(null, NOON);

        assertThat(cursor().advance(null, NOON.plusSeconds(5))).isFalse();
        assertThat(cursor().advance(NOON.minusSeconds(1), NOON.plusSeconds(5))).isFalse();
        assertThat(cursor().read().coveredUntil()).isEqualTo(NOON);
    }

    @Test
    default void remembersTheLastRun() {
        cursor().begin(NOON);
        cursor().advance(null, NOON);
        cursor().begin(NOON.plusSeconds(1));
        cursor().complete(NOON.plusSeconds(2), 7, 3);

        assertThat(cursor().read()).isEqualTo(new State(NOON, NOON.plusSeconds(1), NOON.plusSeconds(2), 7, 3));
    }
}
