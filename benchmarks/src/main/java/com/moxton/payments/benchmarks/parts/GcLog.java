package com.moxton.payments.benchmarks.parts;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a garbage collector's log says.
 *
 * @param full how many collections of the whole heap
 * @param pauseSeconds in which the program stood still for collections
 * @param longestPauseMillis of them
 * @param liveMegabytes in the heap after the last collection
 */
public record GcLog(int collections, int full, double pauseSeconds, double longestPauseMillis, int liveMegabytes) {

    /** In the process's directory. */
    static final String FILE = "gc.log";

    private static final Pattern PAUSE =
            Pattern.compile("GC\\(\\d+\\) Pause (\\S+).* (\\d+)M->(\\d+)M\\((\\d+)M\\) ([\\d.]+)ms");

    static GcLog read(Path file) throws IOException {
        return of(Files.readAllLines(file));
    }

    static GcLog of(List<String> lines) {
        int collections = 0;
        int full = 0;
        double pause = 0;
        double longest = 0;
        int live = 0;
        for (String line : lines) {
            Matcher matcher = PAUSE.matcher(line);
            if (matcher.find()) {
                collections++;
                full += matcher.group(1).equals("Full") ? 1 : 0;
                double millis = Double.parseDouble(matcher.group(5));
                pause += millis / 1000;
                longest = Math.max(longest, millis);
                live = Integer.parseInt(matcher.group(3));
            }
        }
        return new GcLog(collections, full, pause, longest, live);
    }
}
