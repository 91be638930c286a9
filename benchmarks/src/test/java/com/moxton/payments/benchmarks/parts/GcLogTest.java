package com.moxton.payments.benchmarks.parts;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class GcLogTest {

    @Test
    void countsCollectionsAndTheirPauses() {
        GcLog log = GcLog.of(List.of(
                "[2026-11-24T02:00:00.000+0000][1.204s][info][gc] GC(3) Pause Young (Allocation Failure) 90M->31M(247M) 4.250ms",
                "[2026-11-24T02:00:01.000+0000][2.204s][info][gc,start] GC(4) Pause Full (Ergonomics)",
                "[2026-11-24T02:00:01.000+0000][2.204s][info][gc] GC(4) Pause Full (Ergonomics) 200M->60M(247M) 95.750ms",
                "[2026-11-24T02:00:02.000+0000][3.000s][info][safepoint] Safepoint \"ICBufferFull\", Total: 100 ns"));

        assertThat(log).isEqualTo(new GcLog(2, 1, 0.1, 95.75, 60));
    }
}
