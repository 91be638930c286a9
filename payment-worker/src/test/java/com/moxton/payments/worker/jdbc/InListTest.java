package com.moxton.payments.worker.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class InListTest {

    @Test
    void givesEachKeyInOrderAndFillsUpWithTheLast() {
        assertThat(InList.of(List.of("c", "a", "b", "a", "d", "e")))
                .containsExactly("a", "b", "c", "d", "e", "e", "e", "e");
    }

    @Test
    void leavesALengthThatIsOneOfTheFew() {
        assertThat(InList.of(List.of())).isEmpty();
        assertThat(InList.of(List.of("a"))).containsExactly("a");
        assertThat(InList.of(List.of("b", "a"))).containsExactly("a", "b");
    }

    @Test
    void hasTenLengthsForUpToFiveHundredKeys() {
        List<String> keys = IntStream.range(0, 500).mapToObj(Integer::toString).toList();
        assertThat(IntStream.rangeClosed(1, 500)
                        .mapToObj(n -> InList.of(keys.subList(0, n)).size())
                        .distinct())
                .containsExactly(1, 2, 4, 8, 16, 32, 64, 128, 256, 512);
    }
}
