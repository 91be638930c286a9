package com.moxton.payments.testing;

import com.moxton.payments.local.LocalPort;
import com.moxton.payments.local.kafka.EmbeddedKafka;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ScramCredentialInfo;
import org.apache.kafka.clients.admin.ScramMechanism;
import org.apache.kafka.clients.admin.UserScramCredentialAlteration;
import org.apache.kafka.clients.admin.UserScramCredentialUpsertion;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclBindingFilter;
import org.apache.kafka.tools.AclCommand;

/**
 * A broker of the test's own that lets nobody in without TLS and a password (SASL_SSL, SCRAM-SHA-512), and lets nobody but
 * its administrator do anything that no ACL allows. It is embedded in every lane: how a container is secured differs
 * from one image to the next.
 */
public final class SecuredKafka implements AutoCloseable {
    public static final String INGRESS = "ingress-service";
    public static final String WORKER = "payment-worker";
    private static final String ADMIN = "admin";
    private static final String SCRAM = "SCRAM-SHA-512";
    private static final int ITERATIONS = 4096;

    private final TestCertificates certificates;
    private final EmbeddedKafka kafka;

    private SecuredKafka(TestCertificates certificates, EmbeddedKafka kafka) {
        this.certificates = certificates;
        this.kafka = kafka;
    }

    /** Starts a broker with a user for each of the services, who may do nothing yet. */
    public static SecuredKafka start() {
        TestCertificates certificates = TestCertificates.make();
        Map<String, String> settings = new HashMap<>();
        settings.put("listener.security.protocol.map", "CLIENTS:SASL_SSL,CONTROLLER:PLAINTEXT");
        settings.put("ssl.keystore.location", certificates.serverKeyStore().toString());
        settings.put("ssl.keystore.password", TestCertificates.PASSWORD);
        settings.put("ssl.key.password", TestCertificates.PASSWORD);
        settings.put("ssl.truststore.location", certificates.trustStore().toString());
        settings.put("ssl.truststore.password", TestCertificates.PASSWORD);
        // The administrator's password must be known before there is a broker that could be told of one.
        settings.put("sasl.enabled.mechanisms", "PLAIN," + SCRAM);
        settings.put("sasl.mechanism.inter.broker.protocol", "PLAIN");
        settings.put(
                "listener.name.clients.plain.sasl.jaas.config",
                plain() + " user_" + ADMIN + "=\"" + passwordOf(ADMIN) + "\";");
        settings.put("listener.name.clients.scram-sha-512.sasl.jaas.config", scramModule() + ";");
        settings.put("authorizer.class.name", "org.apache.kafka.metadata.authorizer.StandardAuthorizer");
        // The controller's listener has no users: the broker itself is whoever comes there.
        settings.put("super.users", "User:" + ADMIN + ";User:ANONYMOUS");
        EmbeddedKafka kafka =
                EmbeddedKafka.start(TestDirectory.another("secured-kafka"), LocalPort.free("Kafka"), settings);
        SecuredKafka secured = new SecuredKafka(certificates, kafka);
        secured.addUsers(INGRESS, WORKER);
        return secured;
    }

    public String bootstrapServers() {
        return kafka.bootstrapServers();
    }

    public TestCertificates certificates() {
        return certificates;
    }

    /** As Spring settings, in the way {@code docs/operations.md} shows. */
    public Map<String, String> springSettingsOf(String user) {
        return Map.of(
                "KAFKA_BOOTSTRAP_SERVERS",
                bootstrapServers(),
                "spring.kafka.security.protocol",
                "SASL_SSL",
                "spring.kafka.properties.sasl.mechanism",
                SCRAM,
                "spring.kafka.properties.sasl.jaas.config",
                jaas(user),
                "spring.kafka.ssl.trust-store-location",
                certificates.trustStore().toUri().toString(),
                "spring.kafka.ssl.trust-store-password",
                TestCertificates.PASSWORD);
    }

    /** As settings of a Kafka client. */
    public Map<String, Object> clientSettingsOf(String user) {
        Map<String, Object> settings = connection();
        settings.put("sasl.mechanism", SCRAM);
        settings.put("sasl.jaas.config", jaas(user));
        return settings;
    }

    /** Of a client that may do everything. */
    public Map<String, Object> adminSettings() {
        Map<String, Object> settings = connection();
        settings.put("sasl.mechanism", "PLAIN");
        settings.put("sasl.jaas.config", plain() + ";");
        return settings;
    }

    /** Has the project's own rules put in force: runs {@code deploy/kafka/acls.sh}, with Kafka's own tool. */
    public void applyAcls(Path script) {
        Path directory = TestDirectory.another("acls");
        try {
            Files.createDirectories(directory);
            Path config = directory.resolve("admin.properties");
            List<String> lines = new ArrayList<>();
            adminSettings().forEach((name, value) -> lines.add(name + "=" + value));
            Files.write(config, lines);
            for (List<String> arguments : commandsOf(script, config, directory)) {
                AclCommand.main(arguments.toArray(String[]::new));
            }
        } catch (IOException e) {
            throw new IllegalStateException(script + " can't be run", e);
        }
    }

    /** What the script would call the tool with: it calls one that takes notes instead, a JVM for each would take long. */
    private List<List<String>> commandsOf(Path script, Path config, Path directory) throws IOException {
        Path notes = directory.resolve("notes.txt");
        Path tool = directory.resolve("takes-notes");
        Files.writeString(tool, "#!/usr/bin/env bash\nprintf '%s\\n' \"$@\" '' >> '" + notes + "'\n");
        if (!tool.toFile().setExecutable(true)) {
            throw new IOException(tool + " can't be made executable");
        }
        ProcessBuilder bash = new ProcessBuilder("bash", script.toString()).inheritIO();
        bash.environment().put("KAFKA_ACLS", tool.toString());
        bash.environment().put("KAFKA_BOOTSTRAP_SERVERS", bootstrapServers());
        bash.environment().put("KAFKA_COMMAND_CONFIG", config.toString());
        try {
            if (bash.start().waitFor() != 0) {
                throw new IOException("it failed");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("Interrupted", e);
        }
        List<List<String>> commands = new ArrayList<>();
        List<String> command = new ArrayList<>();
        for (String argument : Files.readAllLines(notes)) {
            if (argument.isEmpty()) {
                commands.add(List.copyOf(command));
                command.clear();
            } else {
                command.add(argument);
            }
        }
        return commands;
    }

    public List<AclBinding> acls() {
        try (Admin admin = Admin.create(adminSettings())) {
            return List.copyOf(admin.describeAcls(AclBindingFilter.ANY).values().get());
        } catch (ExecutionException e) {
            throw new IllegalStateException("ACLs can't be listed", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted", e);
        }
    }

    private void addUsers(String... users) {
        try (Admin admin = Admin.create(adminSettings())) {
            List<UserScramCredentialAlteration> added = new ArrayList<>();
            for (String user : users) {
                added.add(new UserScramCredentialUpsertion(
                        user, new ScramCredentialInfo(ScramMechanism.SCRAM_SHA_512, ITERATIONS), passwordOf(user)));
            }
            admin.alterUserScramCredentials(added).all().get();
        } catch (ExecutionException e) {
            throw new IllegalStateException("Users can't be added", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted", e);
        }
    }

    private Map<String, Object> connection() {
        Map<String, Object> settings = new HashMap<>();
        settings.put("bootstrap.servers", bootstrapServers());
        settings.put("security.protocol", "SASL_SSL");
        settings.put("ssl.truststore.location", certificates.trustStore().toString());
        settings.put("ssl.truststore.password", TestCertificates.PASSWORD);
        return settings;
    }

    private static String jaas(String user) {
        return scramModule() + " username=\"" + user + "\" password=\"" + passwordOf(user) + "\";";
    }

    private static String scramModule() {
        return "org.apache.kafka.common.security.scram.ScramLoginModule required";
    }

    private static String plain() {
        return "org.apache.kafka.common.security.plain.PlainLoginModule required username=\"" + ADMIN + "\" password=\""
                + passwordOf(ADMIN) + "\"";
    }

    private static String passwordOf(String user) {
        return user + "-only-for-tests";
    }

    @Override
    public void close() {
        kafka.close();
    }
}
