package com.moxton.payments.worker.consume;

import static org.assertj.core.api.Assertions.assertThat;

import com.moxton.payments.events.Topic;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.tools.consumer.group.ConsumerGroupCommand;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** ONE_EFFECT_PER_EVENT with Kafka's own tools: the commands of {@code docs/operations.md}, run as the script runs them. */
class OffsetResetIT extends EventIT {

    private static final Path PAGE =
            Files.exists(Path.of("../docs/adr")) ? Path.of("../docs/operations.md") : Path.of("docs/operations.md");
    private static final Pattern COMMAND = Pattern.compile("^kafka-consumer-groups\\.sh (.*)$", Pattern.MULTILINE);
    private static final Pattern TIME = Pattern.compile("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}");
    private static final DateTimeFormatter KAFKA_TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSS");

    @Autowired
    private EventConsumer consumer;

    @AfterEach
    void goOn() {
        consumer.start();
    }

    @Test
    void ONE_EFFECT_PER_EVENT_offsetResetByTheScriptChangesNothingAndLosesNothing() throws Exception {
        LocalDateTime before = LocalDateTime.ofInstant(Instant.now().minusSeconds(1), ZoneOffset.UTC);
        List<StripeEventFixture> events = new ArrayList<>();
        for (int n = 0; n < 20; n++) {
            StripeEventFixture birth = StripeEventFixture.birth(newOrder(), 4999);
            order(birth.orderId(), "49.99");
            events.addAll(List.of(birth, birth.declined(2, "card_declined"), birth.succeeded(4)));
        }
        StripeEventFixture neverProcessed = StripeEventFixture.birth(newOrder(), 4999);
        order(neverProcessed.orderId(), "49.99");
        publish(events);
        awaitProcessed(events);
        consumer.stop();
        // As if its offset had been committed without its effect.
        publish(List.of(neverProcessed));
        Map<String, Object> rows = rowsOf(events);
        List<String> commands = commands();
        assertThat(commands).hasSize(2);

        for (String command : commands) {
            String said = run(TIME.matcher(command).replaceAll(before.format(KAFKA_TIME)));
            assertThat(said).contains("stripe.events").contains("NEW-OFFSET");
        }
        long reset = lag();
        consumer.start();

        awaitProcessed(List.of(neverProcessed));
        awaiting().until(() -> lag() == 0);
        assertThat(reset).as("all were read again").isGreaterThanOrEqualTo(events.size());
        assertThat(rowsOf(events)).isEqualTo(rows);
    }

    private Map<String, Object> rowsOf(List<StripeEventFixture> events) {
        Map<String, Object> all = new HashMap<>();
        for (StripeEventFixture event : events) {
            all.put(event.intentId(), payment(event));
            all.put(event.orderId(), orderOf(event));
            all.put(event.id(), rows("SELECT * FROM processed_events WHERE event_id = ?", event.id()));
            all.put(
                    event.paymentId(),
                    rows("SELECT * FROM payment_history WHERE payment_id = ? ORDER BY id", event.paymentId()));
        }
        return all;
    }

    private static List<String> commands() throws IOException {
        String page = Files.readString(PAGE).replaceAll("\\\\\n\\s*", "");
        List<String> commands = new ArrayList<>();
        Matcher command = COMMAND.matcher(page);
        while (command.find()) {
            commands.add(command.group(1));
        }
        return commands;
    }

    /** In a process of its own, as the script does; it ends its process when it fails. */
    private String run(String arguments) throws IOException, InterruptedException {
        Object configured = kafkaAdmin.getConfigurationProperties().get(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG);
        String servers = configured instanceof Collection<?> many
                ? many.stream().map(String::valueOf).collect(Collectors.joining(","))
                : String.valueOf(configured);
        List<String> command = new ArrayList<>(List.of(
                ProcessHandle.current().info().command().orElse("java"),
                "-cp",
                classPath(),
                ConsumerGroupCommand.class.getName()));
        for (String argument :
                arguments.replace("\"$KAFKA_BOOTSTRAP_SERVERS\"", servers).split(" +")) {
            command.add(argument);
        }
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(said).isZero();
        return said;
    }

    /** With the tool's own option parser first: the mutation tests bring an older one, hidden in a jar of theirs. */
    private static String classPath() {
        return Arrays.stream(System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"))
                        .split(Pattern.quote(File.pathSeparator)))
                .sorted(Comparator.comparing(entry -> !entry.contains("jopt-simple")))
                .collect(Collectors.joining(File.pathSeparator));
    }

    private long lag() {
        Map<TopicPartition, Long> ends = new HashMap<>();
        read(Topic.STRIPE_EVENTS, any -> true)
                .forEach(record -> ends.merge(
                        new TopicPartition(record.topic(), record.partition()), record.offset() + 1, Math::max));
        return ends.entrySet().stream()
                .mapToLong(end -> end.getValue() - committed(end.getKey()))
                .sum();
    }
}
