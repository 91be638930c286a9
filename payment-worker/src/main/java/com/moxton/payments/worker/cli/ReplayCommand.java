package com.moxton.payments.worker.cli;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "replay",
        description = "Publishes chosen records of the log again, or does what a dry run has shown.",
        sortOptions = false)
final class ReplayCommand extends JobCommand {

    @Mixin
    private final Choice choice = new Choice();

    @Option(
            names = "--dry-run",
            paramLabel = "JOB",
            description = "to the very records of this dry run, instead of a choice")
    private @Nullable String dryRun;

    @Option(names = "--rate", paramLabel = "N", description = "records a second; default the worker's setting")
    private @Nullable Integer rate;

    @Option(names = "--all", description = "required when nothing is chosen: the whole log")
    private boolean all;

    ReplayCommand(Connection connection, Waiting waiting) {
        super(connection, waiting);
    }

    @Override
    String path() {
        return "/replays";
    }

    @Override
    Object wish() {
        if (dryRun == null && choice.isEmpty() && !all) {
            throw OpsCallException.usage("nothing is chosen: --all to replay the whole log");
        }
        Map<String, Object> wish = new LinkedHashMap<>(choice.asWish());
        wish.put("mode", "run");
        if (dryRun != null) {
            wish.put("dryRun", dryRun);
        }
        if (rate != null) {
            wish.put("rate", rate);
        }
        if (reason != null) {
            wish.put("reason", reason);
        }
        return wish;
    }
}
