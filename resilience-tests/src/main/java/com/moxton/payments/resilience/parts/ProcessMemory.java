package com.moxton.payments.resilience.parts;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What a process has of the machine's memory, heap and all else. Linux. */
public final class ProcessMemory {

    private static final String RESIDENT = "VmRSS:";
    private static final int KILOBYTES_OF_A_MEGABYTE = 1_024;

    private ProcessMemory() {}

    public static long residentMegabytes(long pid) throws IOException {
        for (String line : Files.readAllLines(Path.of("/proc", Long.toString(pid), "status"))) {
            if (line.startsWith(RESIDENT)) {
                return Long.parseLong(line.replaceAll("[^0-9]", "")) / KILOBYTES_OF_A_MEGABYTE;
            }
        }
        throw new IOException("Process " + pid + " tells nothing of its memory");
    }
}
