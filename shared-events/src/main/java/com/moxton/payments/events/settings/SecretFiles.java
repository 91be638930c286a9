package com.moxton.payments.events.settings;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Secrets in mounted files: {@code STRIPE_SECRET_KEY_FILE=/run/secrets/stripe} stands for {@code STRIPE_SECRET_KEY}. What is in
 * the environment is seen by every child process, and by whoever may look at a container's configuration; a file has an
 * owner and a mode.
 */
public final class SecretFiles {

    /** Of both services: what a connection to Kafka may need. */
    public static final List<String> KAFKA = List.of(
            "SPRING_KAFKA_PROPERTIES_SASL_JAAS_CONFIG",
            "SPRING_KAFKA_SSL_TRUST_STORE_PASSWORD",
            "SPRING_KAFKA_SSL_KEY_STORE_PASSWORD",
            "SPRING_KAFKA_SSL_KEY_PASSWORD");

    private static final String SUFFIX = "_FILE";

    /** A file that was meant for something else must not be read to its end. */
    private static final long MOST_BYTES = 64 * 1024;

    private SecretFiles() {}

    /** Where settings come from. */
    public interface Settings {
        /** The value, null or blank when it isn't set. */
        @Nullable
        String find(String name);
    }

    /** The variable that names the file of a setting. */
    public static String variableOf(String name) {
        return name + SUFFIX;
    }

    /**
     * What the files say, by the name of the setting that each stands for. A line break at the end isn't a part of the secret:
     * editors and {@code echo} add one.
     *
     * @param names of the settings to look for: a service reads no file that is another's
     * @throws InvalidSecretFileException when a file is missing, can't be read or is empty, or a setting comes both ways; its
     *     message is one line that names the setting, never a value
     */
    public static Map<String, String> read(Settings settings, Collection<String> names) {
        Map<String, String> secrets = new TreeMap<>();
        for (String name : names) {
            String file = settings.find(variableOf(name));
            if (file == null || file.isBlank()) {
                continue;
            }
            String other = settings.find(name);
            if (other != null && !other.isBlank()) {
                throw new InvalidSecretFileException(
                        variableOf(name) + " is set, and " + name + " too: set one of them");
            }
            secrets.put(name, read(variableOf(name), file.strip()));
        }
        return secrets;
    }

    private static String read(String name, String file) {
        try {
            Path path = Path.of(file);
            if (Files.isRegularFile(path) && Files.size(path) > MOST_BYTES) {
                throw new InvalidSecretFileException(name + ": " + file + " is too large for a secret");
            }
            String secret = Files.readString(path).stripTrailing();
            if (secret.isBlank()) {
                throw new InvalidSecretFileException(name + ": " + file + " is empty");
            }
            return secret;
        } catch (CharacterCodingException e) {
            throw new InvalidSecretFileException(name + ": " + file + " is not text in UTF-8", e);
        } catch (IOException | InvalidPathException e) {
            // Its class tells what is wrong (NoSuchFile, AccessDenied); messages differ from one system to the next.
            throw new InvalidSecretFileException(
                    name + ": " + file + " can't be read (" + e.getClass().getSimpleName() + ")", e);
        }
    }
}
