package com.moxton.payments.worker.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.moxton.payments.worker.WorkerIT;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.web.server.LocalServerPort;
import picocli.CommandLine;

/** Every command against a real worker. */
class OpsCommandIT extends WorkerIT {

    @LocalServerPort
    private int port;

    private final StringWriter out = new StringWriter();

    @Test
    void operatesARealWorker() {
        String password = "only-for-tests";
        assertThat(ops(password, "dry-run", "--event", "evt_none", "--reason", "cli", "--wait", "--json"))
                .isZero();
        assertThat(out.toString()).contains("\"completed\"").contains("\"requestedBy\" : \"ops\"");
        assertThat(ops(password, "audit", "--order", "order-none", "--reason", "cli", "--wait"))
                .isZero();
        assertThat(ops(password, "replay", "--event", "evt_none", "--reason", "cli", "--wait"))
                .isZero();
        assertThat(ops(password, "replay", "--list", "--json")).isZero();
        assertThat(ops(password, "dead-letters", "--counts")).isZero();
        assertThat(ops(password, "dead-letters", "--limit", "3")).isZero();
        assertThat(ops(password, "dead-letters", "--show", "987654321")).isEqualTo(1);
        assertThat(ops(password, "dry-run", "--type", "NO TYPE", "--reason", "cli"))
                .isEqualTo(1);
        assertThat(ops("wrong", "dead-letters")).isEqualTo(3);
    }

    private int ops(String password, String... arguments) {
        CommandLine commands = OpsCommand.commandLine(
                Map.of(Connection.USERNAME, "ops", Connection.PASSWORD, password), new Waiting());
        commands.setOut(new PrintWriter(out));
        commands.getSubcommands().values().forEach(command -> command.setOut(commands.getOut()));
        List<String> line = new ArrayList<>(List.of(arguments));
        line.addAll(List.of("--url", "http://127.0.0.1:" + port));
        return commands.execute(line.toArray(String[]::new));
    }
}
