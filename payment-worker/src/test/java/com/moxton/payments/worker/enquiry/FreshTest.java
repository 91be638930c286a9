package com.moxton.payments.worker.enquiry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class FreshTest {

    private final AtomicInteger made = new AtomicInteger();
    private final Deque<Runnable> later = new ArrayDeque<>();

    @Test
    void isMadeOnceForAll() {
        Fresh<Integer> fresh = new Fresh<>(Duration.ofDays(1), made::incrementAndGet, later::add, () -> 0);
        assertThat(fresh.get()).isEqualTo(1);
        assertThat(fresh.get()).isEqualTo(1);
        assertThat(later).isEmpty();
    }

    @Test
    void isHandedOutWhileANewOneIsMade() {
        AtomicInteger clock = new AtomicInteger();
        Fresh<Integer> fresh = new Fresh<>(
                Duration.ofSeconds(30), made::incrementAndGet, later::add, () -> clock.get() * 1_000_000_000L);
        assertThat(fresh.get()).isEqualTo(1);

        clock.set(31);
        assertThat(fresh.get()).isEqualTo(1);
        assertThat(fresh.get()).isEqualTo(1);
        assertThat(later).as("one is enough").hasSize(1);
        later.remove().run();
        assertThat(fresh.get()).isEqualTo(2);
    }

    @Test
    void isNotBelievedForEver() {
        AtomicInteger clock = new AtomicInteger();
        Fresh<Integer> fresh = new Fresh<>(
                Duration.ofSeconds(30), made::incrementAndGet, later::add, () -> clock.get() * 1_000_000_000L);
        fresh.get();
        clock.set(151);
        assertThat(fresh.get()).isEqualTo(2);
    }

    @Test
    void isTriedAgainAfterAFailure() {
        AtomicInteger clock = new AtomicInteger();
        Fresh<Integer> fresh = new Fresh<>(
                Duration.ofSeconds(30),
                () -> {
                    if (made.incrementAndGet() == 2) {
                        throw new IllegalStateException("away");
                    }
                    return made.get();
                },
                later::add,
                () -> clock.get() * 1_000_000_000L);
        fresh.get();
        clock.set(31);
        assertThat(fresh.get()).isEqualTo(1);
        assertThatThrownBy(later.remove()::run).hasMessage("away");
        assertThat(fresh.get()).isEqualTo(1);
        later.remove().run();
        assertThat(fresh.get()).isEqualTo(3);
    }
}
