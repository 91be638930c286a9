package com.moxton.payments.worker.cli;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;

/** Prints answers: as they came with {@code --json}, else for people. */
final class Output {

    @Option(names = "--json", description = "print the worker's answer as JSON, and nothing else, on standard output")
    private boolean json;

    @Spec(Spec.Target.MIXEE)
    private @SuppressWarnings("NullAway.Init") CommandSpec command;

    void print(JsonNode answer, List<String> columns) {
        PrintWriter out = command.commandLine().getOut();
        if (json) {
            out.println(answer.toPrettyString());
        } else if (answer.isArray()) {
            table(answer, columns).forEach(out::println);
        } else {
            facts(answer).forEach(out::println);
        }
        out.flush();
    }

    /** Beside the answer, for people who wait. */
    void tell(String line) {
        PrintWriter err = command.commandLine().getErr();
        err.println(line);
        err.flush();
    }

    private static List<String> facts(JsonNode answer) {
        List<String> lines = new ArrayList<>();
        answer.properties().forEach(field -> {
            if (!field.getValue().isNull() && !field.getValue().isEmpty()
                    || field.getValue().isValueNode()) {
                lines.add("%-16s %s".formatted(field.getKey(), text(field.getValue())));
            }
        });
        return lines;
    }

    private static List<String> table(JsonNode rows, List<String> columns) {
        List<List<String>> cells = new ArrayList<>(List.of(columns));
        rows.forEach(row ->
                cells.add(columns.stream().map(column -> text(row.path(column))).toList()));
        List<Integer> widths = new ArrayList<>();
        for (int column = 0; column < columns.size(); column++) {
            int n = column;
            widths.add(cells.stream().mapToInt(row -> row.get(n).length()).max().orElse(0));
        }
        return cells.stream()
                .map(row -> {
                    StringBuilder line = new StringBuilder();
                    for (int column = 0; column < row.size(); column++) {
                        line.append(("%-" + Math.max(1, widths.get(column)) + "s  ").formatted(row.get(column)));
                    }
                    return line.toString().stripTrailing();
                })
                .toList();
    }

    private static String text(JsonNode value) {
        String text =
                value.isNull() || value.isMissingNode() ? "" : value.isString() ? value.asString() : value.toString();
        // What came from outside must not move the cursor of a terminal.
        return text.replaceAll("\\p{Cntrl}", " ");
    }
}
