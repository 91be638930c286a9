package com.moxton.payments.worker.cli;

import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;

/** What replays, dry runs and audits have in common: start one, or look at one, or tell one what to do. */
@Command
abstract class JobCommand implements Callable<Integer> {

    private static final List<String> COLUMNS = List.of("entity", "id", "kind", "columns");
    private static final List<String> JOBS =
            List.of("id", "mode", "state", "scanned", "total", "matched", "done", "requestedBy", "createdAt", "reason");
    private static final Set<String> UNHAPPY = Set.of("failed", "canceled");

    @Mixin
    final Connection connection;

    @Mixin
    final Output output = new Output();

    @Mixin
    final Waiting waiting;

    /** To look at a job, or tell it what to do, instead of starting one. */
    static final class Instead {
        @Option(names = "--list", description = "the newest jobs")
        boolean list;

        @Option(names = "--show", paramLabel = "JOB", description = "how far it is, and what came out of it")
        @Nullable
        String show;

        @Option(names = "--diffs", paramLabel = "JOB", description = "the rows that it found")
        @Nullable
        String diffs;

        @Option(names = "--pause", paramLabel = "JOB", description = "it can be resumed")
        @Nullable
        String pause;

        @Option(names = "--resume", paramLabel = "JOB", description = "goes on where it was paused")
        @Nullable
        String resume;

        @Option(names = "--cancel", paramLabel = "JOB", description = "what was published stays published")
        @Nullable
        String cancel;
    }

    @ArgGroup(exclusive = true)
    @Nullable
    Instead instead;

    @Option(
            names = "--reason",
            paramLabel = "TEXT",
            description = "why; required to start a job, kept in the audit log")
    @Nullable
    String reason;

    JobCommand(Connection connection, Waiting waiting) {
        this.connection = connection;
        this.waiting = waiting;
    }

    /** Where its jobs live. */
    abstract String path();

    /** What is posted to start one. */
    abstract Object wish();

    @Override
    public final Integer call() {
        if (instead == null) {
            Object wish = wish();
            OpsClient client = connection.open();
            return end(client, client.post(path(), wish));
        }
        OpsClient client = connection.open();
        if (instead.list) {
            output.print(client.get(path()), JOBS);
        } else if (instead.diffs != null) {
            output.print(client.get(path() + "/" + Ids.checked(instead.diffs) + "/diffs?limit=500"), COLUMNS);
        } else if (instead.show != null) {
            return end(client, client.get(path() + "/" + Ids.checked(instead.show)));
        } else if (instead.pause != null) {
            output.print(client.post(path() + "/" + Ids.checked(instead.pause) + "/pause", new Object[0]), JOBS);
        } else if (instead.resume != null) {
            return end(client, client.post(path() + "/" + Ids.checked(instead.resume) + "/resume", new Object[0]));
        } else if (instead.cancel != null) {
            output.print(client.post(path() + "/" + Ids.checked(instead.cancel) + "/cancel", new Object[0]), JOBS);
        }
        return ExitCode.DONE;
    }

    private int end(OpsClient client, JsonNode started) {
        JsonNode job = waiting.follow(client, path(), started, output);
        output.print(job, JOBS);
        return UNHAPPY.contains(job.path("state").asString("")) ? ExitCode.REFUSED : exitCodeOf(job);
    }

    int exitCodeOf(JsonNode job) {
        return ExitCode.DONE;
    }
}
