package com.moxton.payments.worker.lane;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.BitSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class DoneBitmapTest {

    @Test
    void readsWhatItWrote() {
        BitSet done = BitSet.valueOf(new long[] {0b1011_0010});

        assertThat(DoneBitmap.read(77, DoneBitmap.write(77, done))).isEqualTo(done);
    }

    @Test
    void writesNothingWhenNothingIsDone() {
        assertThat(DoneBitmap.write(77, new BitSet())).isEmpty();
    }

    @Test
    void fitsTheBrokersLimitAtItsFullReachAndTheLargestOffset() {
        BitSet done = new BitSet();
        done.set(1, 10 * DoneBitmap.REACH);

        String metadata = DoneBitmap.write(Long.MAX_VALUE, done);

        assertThat(metadata.getBytes(StandardCharsets.UTF_8)).hasSizeLessThanOrEqualTo(4_096);
        assertThat(DoneBitmap.read(Long.MAX_VALUE, metadata)).isEqualTo(done.get(0, DoneBitmap.REACH));
    }

    @Test
    void isNotReadAgainstAnotherOffset() {
        BitSet done = BitSet.valueOf(new long[] {6});

        assertThat(DoneBitmap.read(78, DoneBitmap.write(77, done))).isEqualTo(new BitSet());
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", "somebody else's", "1:77", "2:77:Bg", "1:77:not base64!", "1:78:Bg", ":::"})
    void takesForeignMetadataAsNothingDone(String metadata) {
        assertThat(DoneBitmap.read(77, metadata)).isEqualTo(new BitSet());
    }
}
