package com.moxton.payments.resilience;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.moxton.payments.resilience.parts.Installation;
import com.moxton.payments.resilience.parts.SmallDisk;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** The broker's disk runs full under load: it dies, is given room, and what it had acknowledged is there. */
class DiskFullIT extends Faults {

    private static final int MEGABYTES = 160;

    @Test
    void losesNothing() throws Exception {
        Path target = Files.createDirectories(project().resolve("resilience-tests/target"));
        Path home = Files.createTempDirectory(target, "run-");
        assumeTrue(SmallDisk.isPossible(), "needs root, to mount a small file system");
        try (SmallDisk disk = SmallDisk.mount(home.resolve("disk"), MEGABYTES);
                Installation installation =
                        Installation.start(project(), home, disk.directory().resolve("kafka"));
                Episode episode = episode(installation, "broker: disk full")) {
            episode.injectTimes(
                    1,
                    () -> {
                        disk.fill();
                        boolean died = SmallDisk.awaitVictim(
                                () -> !installation.broker().isAlive());
                        episode.note(died ? "the broker ends itself" : "the broker hangs, and is killed");
                        installation.broker().kill();
                    },
                    Duration.ofSeconds(2),
                    () -> {
                        disk.clear();
                        installation.broker().start();
                    });
            assertNothingLostNothingTwice(episode);
        }
    }
}
