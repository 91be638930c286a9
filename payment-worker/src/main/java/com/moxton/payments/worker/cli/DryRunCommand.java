package com.moxton.payments.worker.cli;

import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(name = "dry-run", description = "Tells what a replay would change, and changes nothing.", sortOptions = false)
final class DryRunCommand extends JobCommand {

    @Mixin
    private final Choice choice = new Choice();

    DryRunCommand(Connection connection, Waiting waiting) {
        super(connection, waiting);
    }

    @Override
    String path() {
        return "/replays";
    }

    @Override
    Object wish() {
        Map<String, Object> wish = new LinkedHashMap<>(choice.asWish());
        wish.put("mode", "dry-run");
        if (reason != null) {
            wish.put("reason", reason);
        }
        return wish;
    }
}
