package com.moxton.payments.worker.lane;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OpenOffsetsTest {

    @Test
    void commitsTheFirstOpenOffset() {
        OpenOffsets books = fresh(10);
        take(books, 10, 11, 12);

        books.done(11);
        assertThat(books.committable()).isEqualTo(10);

        books.done(10);
        assertThat(books.committable()).isEqualTo(12);

        books.done(12);
        assertThat(books.committable()).isEqualTo(13);
        assertThat(books.openCount()).isZero();
    }

    @Test
    void tellsWhatIsDoneAboveTheFirstOpenOffset() {
        OpenOffsets books = fresh(10);
        take(books, 10, 11, 12, 13);
        books.done(11);
        books.done(13);

        assertThat(doneAbove(books)).containsExactly(11L, 13L);
    }

    @Test
    void skipsWhatAPredecessorHadDone() {
        OpenOffsets predecessor = fresh(10);
        take(predecessor, 10, 11, 12, 13);
        predecessor.done(11);
        predecessor.done(13);

        OpenOffsets successor = successorOf(predecessor);

        assertThat(successor.take(10)).isTrue();
        assertThat(successor.take(11)).isFalse();
        assertThat(successor.take(12)).isTrue();
        assertThat(successor.take(13)).isFalse();
        assertThat(successor.take(14)).isTrue();
    }

    @Test
    void keepsWhatAPredecessorHadDoneUntilItIsReadAgain() {
        OpenOffsets predecessor = fresh(10);
        take(predecessor, 10, 11, 12, 13);
        predecessor.done(11);
        predecessor.done(13);

        OpenOffsets successor = successorOf(predecessor);
        assertThat(doneAbove(successor)).containsExactly(11L, 13L);
        successor.take(10);
        successor.done(10);

        assertThat(successor.committable()).isEqualTo(11);
        assertThat(doneAbove(successor)).containsExactly(11L, 13L);
    }

    @Test
    void neverWaitsForOffsetsThatTheLogDoesNotHold() {
        OpenOffsets books = fresh(0);
        take(books, 500, 503);

        books.done(500);
        assertThat(books.committable()).isEqualTo(503);

        books.done(503);
        assertThat(books.committable()).isEqualTo(504);
    }

    @Test
    void forgetsAPredecessorsWorkWhenTheLogWentBack() {
        BitSet done = new BitSet();
        done.set(0, 20);
        OpenOffsets books = new OpenOffsets(100, done);

        assertThat(books.take(7)).isTrue();
        assertThat(books.committable()).isEqualTo(7);
        assertThat(books.take(101)).as("another record now has this offset").isTrue();
    }

    @Test
    void refusesToGoOnWhenTheLogWentBackUnderOpenRecords() {
        OpenOffsets books = fresh(100);
        books.take(100);

        assertThatIllegalStateException().isThrownBy(() -> books.take(50));
    }

    @Test
    void survivesAGapOfAnySize() {
        OpenOffsets books = fresh(0);
        take(books, 0, 5_000_000_000L);
        books.done(5_000_000_000L);

        assertThat(books.committable()).isZero();
        assertThat(books.span()).isEqualTo(5_000_000_001L);
        assertThat(doneAbove(books)).hasSize(DoneBitmap.REACH - 1);
    }

    /**
     * COMMITTED_MEANS_DONE: a log is worked off in random order over many crashes. Whatever the moment of a crash, the
     * commit covers done records only, and nothing whose completion was committed is handled again.
     */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 5, 8, 13, 21, 34, 55, 89})
    void losesNothingAndRepeatsNothingOverRandomCrashes(long seed) {
        Random random = new Random(seed);
        List<Long> log = randomLog(random, 2_000);
        Set<Long> done = new TreeSet<>();
        OpenOffsets books = fresh(0);
        for (int crash = 0; crash < 60; crash++) {
            books = successorOf(books);
            long from = books.committable();
            assertThat(log.stream().filter(offset -> offset < from)).allMatch(done::contains);
            List<Long> open = new ArrayList<>();
            List<Long> unread = new ArrayList<>(
                    log.stream().filter(offset -> offset >= from).toList());
            int steps = random.nextInt(120);
            for (int step = 0; step < steps; step++) {
                if (!unread.isEmpty() && random.nextBoolean()) {
                    long offset = unread.removeFirst();
                    assertThat(books.take(offset)).isEqualTo(!done.contains(offset));
                    if (!done.contains(offset)) {
                        open.add(offset);
                    }
                } else if (!open.isEmpty()) {
                    long offset = open.remove(random.nextInt(open.size()));
                    books.done(offset);
                    assertThat(done.add(offset)).as("%d was done twice", offset).isTrue();
                }
                assertThat(books.openCount()).isEqualTo(open.size());
            }
        }
        assertThat(done).isNotEmpty();
    }

    private static List<Long> randomLog(Random random, int size) {
        List<Long> log = new ArrayList<>();
        long offset = random.nextInt(50);
        for (int i = 0; i < size; i++) {
            log.add(offset);
            offset += random.nextInt(10) == 0 ? 1 + random.nextInt(5) : 1;
        }
        return log;
    }

    private static OpenOffsets fresh(long committed) {
        return new OpenOffsets(committed, new BitSet());
    }

    /** What another instance knows after reading the commit. */
    private static OpenOffsets successorOf(OpenOffsets books) {
        return new OpenOffsets(books.committable(), DoneBitmap.read(books.committable(), books.doneAbove()));
    }

    private static void take(OpenOffsets books, long... offsets) {
        for (long offset : offsets) {
            assertThat(books.take(offset)).isTrue();
        }
    }

    private static List<Long> doneAbove(OpenOffsets books) {
        long from = books.committable();
        return DoneBitmap.read(from, books.doneAbove()).stream()
                .mapToObj(bit -> from + bit)
                .toList();
    }
}
