package com.moxton.payments.worker.startup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.Environment;

/** Secrets in mounted files, by our own names and by Spring's way. */
@ExtendWith(OutputCaptureExtension.class)
class SecretsFromFilesTest {
    private static final String JAAS = "org.apache.kafka…ScramLoginModule required username=\"w\" password=\"p=1\";";

    @TempDir
    private Path directory;

    static class NoBeans {}

    @Test
    void standForTheVariables() throws IOException {
        String key = run(
                environment -> environment.getProperty("payments.stripe.secret-key"),
                "--STRIPE_SECRET_KEY_FILE=" + file("stripe", "sk_test_from_file\n"));
        String password = run(
                environment -> environment.getProperty("spring.datasource.password"),
                "--MYSQL_PASSWORD_FILE=" + file("mysql", "with \\ and ${dollar"));

        assertThat(key).isEqualTo("sk_test_from_file");
        assertThat(password).isEqualTo("with \\ and ${dollar");
    }

    @Test
    void holdKafkasSettingsToo() throws IOException {
        Map<String, String> properties = run(
                environment -> Binder.get(environment)
                        .bind("spring.kafka.properties", Bindable.mapOf(String.class, String.class))
                        .get(),
                "--SPRING_KAFKA_PROPERTIES_SASL_JAAS_CONFIG_FILE=" + file("jaas", JAAS));

        assertThat(properties).containsEntry("sasl.jaas.config", JAAS);
    }

    @Test
    void comeAlsoAsADirectoryInSpringsOwnWay() throws IOException {
        file("STRIPE_SECRET_KEY", "sk_test_from_tree\n");
        file("payments.ops.password", "from-tree\n");
        String both = run(
                environment -> environment.getProperty("payments.stripe.secret-key") + " "
                        + environment.getProperty("payments.ops.password"),
                "--spring.config.import=configtree:" + directory + "/");

        assertThat(both).isEqualTo("sk_test_from_tree from-tree");
    }

    @Test
    void stopTheStartWithOneLineWhenTheyCannotBeRead(CapturedOutput output) throws IOException {
        String empty = file("empty", "\n");

        assertThatThrownBy(() -> run(Environment::getActiveProfiles, "--OPS_PASSWORD_FILE=" + empty))
                .isNotNull();

        assertThat(output.getAll().lines().filter(line -> line.contains(" ERROR ")))
                .singleElement()
                .asString()
                .endsWith("Start stopped: OPS_PASSWORD_FILE: " + empty + " is empty");
        assertThat(output).doesNotContain("\tat ");
    }

    private static <T> T run(Function<Environment, T> question, String... arguments) {
        try (ConfigurableApplicationContext context = new SpringApplicationBuilder(NoBeans.class)
                .web(WebApplicationType.NONE)
                .run(arguments)) {
            return question.apply(context.getEnvironment());
        }
    }

    private String file(String name, String content) throws IOException {
        return Files.writeString(directory.resolve(name), content).toString();
    }
}
