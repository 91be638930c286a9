package com.moxton.payments.local;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataDirectoryLockTest {

    @Test
    void hasOneOwnerAtATime(@TempDir Path directory) {
        try (DataDirectoryLock owner = DataDirectoryLock.acquire(directory)) {
            assertThatExceptionOfType(DataDirectoryInUseException.class)
                    .isThrownBy(() -> DataDirectoryLock.acquire(directory))
                    .withMessageContaining(directory.toString());
        }
        DataDirectoryLock.acquire(directory).close();
    }
}
