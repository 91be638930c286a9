package com.moxton.payments.worker.cli;

import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;

/** Follows a job to its end. */
final class Waiting {

    static final Set<String> ENDED = Set.of("completed", "failed", "canceled");

    @Option(names = "--wait", description = "return when the job has ended, and tell on standard error how far it is")
    private boolean wait;

    private final BooleanSupplier pause;

    Waiting() {
        this(Waiting::aSecond);
    }

    Waiting(BooleanSupplier pause) {
        this.pause = pause;
    }

    /** The job as it was at the last look. */
    JsonNode follow(OpsClient client, String path, JsonNode started, Output output) {
        JsonNode job = started;
        String told = "";
        while (wait && !ENDED.contains(job.path("state").asString(""))) {
            if (!pause.getAsBoolean()) {
                throw OpsCallException.unreachable("interrupted; the job goes on");
            }
            job = client.get(path + "/" + started.path("id").asString());
            String line = "%s: %s of %s records read, %s match, %s done"
                    .formatted(
                            job.path("state").asString(""),
                            job.path("scanned"),
                            job.path("total"),
                            job.path("matched"),
                            job.path("done"));
            if (!line.equals(told)) {
                output.tell(line);
                told = line;
            }
        }
        return job;
    }

    private static boolean aSecond() {
        try {
            TimeUnit.SECONDS.sleep(1);
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
