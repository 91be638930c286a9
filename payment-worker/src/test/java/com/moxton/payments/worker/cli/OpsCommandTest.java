package com.moxton.payments.worker.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

/** The command line against a worker that answers what the test says. */
class OpsCommandTest {

    private static final String JOB = """
            {"id": "job-1", "mode": "dry-run", "state": "%s", "scanned": 10, "total": 20, "matched": 3, "done": 3,
             "result": {"diffs": %d}}""";

    private final Deque<String> answers = new ArrayDeque<>();
    private final List<String> calls = new ArrayList<>();
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private HttpServer worker;
    private int status = 200;
    private Map<String, String> environment = Map.of("OPS_USERNAME", "ann", "OPS_PASSWORD", "secret-password");

    @BeforeEach
    void start() throws IOException {
        worker = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        worker.createContext("/", exchange -> {
            calls.add(exchange.getRequestMethod() + " " + exchange.getRequestURI() + " "
                    + exchange.getRequestHeaders().getFirst("Authorization") + " "
                    + new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
            byte[] answer =
                    (answers.size() > 1 ? answers.remove() : answers.element()).getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(status, answer.length);
            exchange.getResponseBody().write(answer);
            exchange.close();
        });
        worker.start();
    }

    @AfterEach
    void stop() {
        worker.stop(0);
    }

    @Test
    void startsADryRunOfWhatIsChosen() {
        answers.add(JOB.formatted("waiting", 0));

        int code = ops(
                "dry-run",
                "--from",
                "2026-11-22T22:00:00Z",
                "--to",
                "0:17,3:42",
                "--type",
                "payment_intent.*,charge.failed",
                "--outcome",
                "unprocessed",
                "--limit",
                "5",
                "--force",
                "--reason",
                "release 41");

        assertThat(code).isZero();
        assertThat(calls)
                .singleElement()
                .asString()
                .startsWith("POST /ops/api/replays Basic YW5uOnNlY3JldC1wYXNzd29yZA== ")
                .endsWith("""
                        {"from":{"time":"2026-11-22T22:00:00Z"},"to":{"offsets":{"0":17,"3":42}},\
                        "filter":{"types":["payment_intent.*","charge.failed"],"outcomes":["unprocessed"]},\
                        "limit":5,"force":true,"mode":"dry-run","reason":"release 41"}""");
        assertThat(out.toString()).contains("job-1").doesNotContain("secret-password");
    }

    @Test
    void waitsForTheEndAndTellsHowFarItIs() {
        answers.addAll(
                List.of(JOB.formatted("waiting", 0), JOB.formatted("running", 0), JOB.formatted("completed", 0)));

        assertThat(ops("replay", "--dry-run", "job-0", "--rate", "50", "--reason", "as shown", "--wait", "--json"))
                .isZero();

        assertThat(calls).hasSize(3).element(2).asString().startsWith("GET /ops/api/replays/job-1 ");
        assertThat(err.toString()).contains("running: 10 of 20 records read, 3 match, 3 done");
        assertThat(out.toString()).startsWith("{").contains("\"completed\"").doesNotContain("\"running\"");
    }

    @ParameterizedTest
    @CsvSource({"failed, 0, 1", "canceled, 0, 1", "completed, 0, 0", "completed, 7, 4"})
    void saysByItsExitCodeHowAnAuditEnded(String state, int differences, int code) {
        answers.addAll(List.of(JOB.formatted("waiting", 0), JOB.formatted(state, differences)));

        assertThat(ops("audit", "--order", "order-1", "--reason", "nightly", "--wait"))
                .isEqualTo(code);
    }

    @Test
    void doesNotReplayTheWholeLogBySlip() {
        assertThat(ops("replay", "--reason", "slip")).isEqualTo(2);
        assertThat(err.toString()).contains("--all");
        assertThat(calls).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "dry-run --from yesterday --reason x, --from",
        "dry-run --url ftp://worker --reason x, --url",
        "audit --show ../../actuator, is no id",
        "dry-run --nonsense, --nonsense"
    })
    void namesWhatIsWrongWithTheCommandLine(String line, String named) {
        assertThat(ops(line.split(" "))).isEqualTo(2);
        assertThat(err.toString()).contains(named);
        assertThat(calls).isEmpty();
    }

    @Test
    void needsASignIn() {
        environment = Map.of();
        assertThat(ops("dead-letters")).isEqualTo(2);
        assertThat(err.toString()).contains("OPS_PASSWORD").contains("OPS_TOKEN");
    }

    @Test
    void readsPasswordAndTokenFromTheFilesThatAreNamed(@TempDir Path directory) throws IOException {
        Path token = Files.writeString(directory.resolve("token"), "token-2\n");
        environment = Map.of("OPS_TOKEN_FILE", token.toString());
        answers.add("[]");
        ops("dead-letters");
        assertThat(calls).singleElement().asString().contains(" Bearer token-2 ");

        environment = Map.of("OPS_USERNAME", "ann", "OPS_PASSWORD_FILE", "/no/such/file");
        assertThat(ops("dead-letters")).isEqualTo(2);
        assertThat(err.toString()).contains("OPS_PASSWORD_FILE: /no/such/file can't be read");
    }

    @Test
    void prefersAToken() {
        environment = Map.of("OPS_TOKEN", "token-1", "OPS_USERNAME", "ann", "OPS_PASSWORD", "secret-password");
        answers.add("[]");
        ops("dead-letters");
        assertThat(calls).singleElement().asString().contains(" Bearer token-1 ");
    }

    @ParameterizedTest
    @CsvSource({"400, 1", "404, 1", "409, 1", "401, 3", "403, 3", "503, 3"})
    void tellsARefusalFromAnOutage(int answered, int code) {
        status = answered;
        answers.add("{\"detail\": \"reason is required: why is this done?\", \"code\": \"invalid_input\"}");
        assertThat(ops("dead-letters", "--discard", "7")).isEqualTo(code);
        assertThat(err.toString()).startsWith("ops: ");
    }

    @Test
    void saysThatNobodyIsThere() {
        worker.stop(0);
        assertThat(ops("audit", "--list")).isEqualTo(3);
        assertThat(err.toString()).contains("does not answer");
    }

    @Test
    void saysThatSomebodyElseIsThere() {
        answers.add("<html>It works!</html>");
        assertThat(ops("audit", "--list")).isEqualTo(3);
        assertThat(err.toString()).contains("is it a worker?");
    }

    @Test
    void listsDeadLettersAndSendsThemBack() {
        answers.add("""
                [{"id": 7, "state": "open", "reason": "orphaned", "attempts": 3, "eventId": "evt_1\\u001b[2J"}]""");
        assertThat(ops("dead-letters", "--state", "open", "--text", "order 1&2", "--limit", "10"))
                .isZero();
        assertThat(out.toString()).contains("orphaned").contains("evt_1").doesNotContain("\u001b");

        assertThat(ops("dead-letters", "--redrive", "7,8", "--reason", "order is there now"))
                .isZero();
        assertThat(ops("dead-letters", "--redrive-all", "--why", "orphaned")).isZero();
        assertThat(calls.get(0)).startsWith("GET /ops/api/dead-letters?state=open&text=order+1%262&limit=10 ");
        assertThat(calls.get(1))
                .startsWith("POST /ops/api/dead-letters/redrive ")
                .contains("\"ids\":[7,8]");
        assertThat(calls.get(2))
                .startsWith("POST /ops/api/dead-letters/redrive-all ")
                .contains("\"reason\":\"orphaned\"");
    }

    private int ops(String... arguments) {
        CommandLine commands = OpsCommand.commandLine(environment, new Waiting(() -> true));
        commands.setOut(new PrintWriter(out));
        commands.setErr(new PrintWriter(err));
        commands.getSubcommands().values().forEach(command -> {
            command.setOut(commands.getOut());
            command.setErr(commands.getErr());
        });
        List<String> line = new ArrayList<>(List.of(arguments));
        if (!line.contains("--url")) {
            line.add("--url");
            line.add("http://127.0.0.1:" + worker.getAddress().getPort());
        }
        return commands.execute(line.toArray(String[]::new));
    }
}
