package com.moxton.payments.events.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SecretFilesTest {
    private static final List<String> NAMES = List.of("STRIPE_SECRET_KEY", "JWT_SECRET");

    @TempDir
    private Path directory;

    @Test
    void readsWhatTheFileSaysButForTheLineBreakAtItsEnd() throws IOException {
        assertThat(read(Map.of(
                        "STRIPE_SECRET_KEY_FILE", file("sk_test_1\r\n"), "JWT_SECRET_FILE", file(" two words "))))
                .isEqualTo(Map.of("STRIPE_SECRET_KEY", "sk_test_1", "JWT_SECRET", " two words"));
    }

    @Test
    void readsNoFileThatIsAnothers() throws IOException {
        assertThat(read(Map.of("OPS_PASSWORD_FILE", file("x"), "JWT_SECRET_FILE", " ")))
                .isEmpty();
    }

    @Test
    void takesAVariableThatIsSetToNothingForAbsent() throws IOException {
        assertThat(read(Map.of("JWT_SECRET", "", "JWT_SECRET_FILE", file("x")))).containsEntry("JWT_SECRET", "x");
    }

    @Test
    void refusesASettingThatComesBothWays() throws IOException {
        assertRefused(
                Map.of("JWT_SECRET", "s3cret", "JWT_SECRET_FILE", file("s3cret")),
                "JWT_SECRET_FILE is set, and JWT_SECRET too: set one of them");
    }

    @Test
    void namesTheSettingWhoseFileIsMissingEmptyOrNoText() throws IOException {
        String absent = directory.resolve("absent").toString();
        assertRefused(
                Map.of("JWT_SECRET_FILE", absent),
                "JWT_SECRET_FILE: " + absent + " can't be read (NoSuchFileException)");
        assertRefused(
                Map.of("JWT_SECRET_FILE", directory.toString()), "JWT_SECRET_FILE: " + directory + " can't be read");
        String empty = file(" \n");
        assertRefused(Map.of("JWT_SECRET_FILE", empty), "JWT_SECRET_FILE: " + empty + " is empty");
        String large = file("x".repeat(70_000));
        assertRefused(Map.of("JWT_SECRET_FILE", large), "JWT_SECRET_FILE: " + large + " is too large for a secret");
        Path binary = Files.write(directory.resolve("binary"), new byte[] {(byte) 0xff, (byte) 0xfe, 1});
        assertRefused(Map.of("JWT_SECRET_FILE", binary.toString()), "JWT_SECRET_FILE: " + binary + " is not text");
    }

    private static Map<String, String> read(Map<String, String> settings) {
        return SecretFiles.read(settings::get, NAMES);
    }

    private String file(String content) throws IOException {
        return Files.writeString(Files.createTempFile(directory, "secret", ""), content)
                .toString();
    }

    private static void assertRefused(Map<String, String> settings, String line) {
        assertThatExceptionOfType(InvalidSecretFileException.class)
                .isThrownBy(() -> read(settings))
                .satisfies(refused ->
                        assertThat(refused.getMessage()).startsWith(line).doesNotContain("\n", "s3cret"));
    }
}
