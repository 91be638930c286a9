package com.moxton.payments.worker.cli;

import com.moxton.payments.events.settings.InvalidSecretFileException;
import com.moxton.payments.events.settings.SecretFiles;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/**
 * Which worker, and who asks. Password and token come from the environment, or from a file that it names, alone: a
 * command line is seen by everybody on the machine, and is kept in the shell's history.
 */
final class Connection {

    static final String USERNAME = "OPS_USERNAME";
    static final String PASSWORD = "OPS_PASSWORD";
    static final String TOKEN = "OPS_TOKEN";

    @Option(
            names = "--url",
            paramLabel = "URL",
            defaultValue = "${env:OPS_URL:-http://localhost:8081}",
            description = "the worker's address (or OPS_URL); default ${DEFAULT-VALUE}")
    private String url = "";

    private final Map<String, String> environment;

    Connection(Map<String, String> environment) {
        this.environment = environment;
    }

    OpsClient open() {
        URI address;
        try {
            address = URI.create(url.endsWith("/") ? url.substring(0, url.length() - 1) : url);
        } catch (IllegalArgumentException e) {
            throw OpsCallException.usage("--url: %s is no address".formatted(url));
        }
        if (!"http".equals(address.getScheme()) && !"https".equals(address.getScheme())) {
            throw OpsCallException.usage("--url: must begin with http:// or https://");
        }
        return new OpsClient(address, authorization());
    }

    private String authorization() {
        Map<String, String> files = secretsFromFiles();
        String token = set(TOKEN, files);
        if (token != null) {
            return "Bearer " + token;
        }
        String username = set(USERNAME, files);
        String password = set(PASSWORD, files);
        if (username == null || password == null) {
            throw OpsCallException.usage("%s and %s must be set, or %s".formatted(USERNAME, PASSWORD, TOKEN));
        }
        return "Basic "
                + Base64.getEncoder().encodeToString((username + ":" + password).getBytes(StandardCharsets.UTF_8));
    }

    private Map<String, String> secretsFromFiles() {
        try {
            return SecretFiles.read(environment::get, List.of(PASSWORD, TOKEN));
        } catch (InvalidSecretFileException e) {
            throw OpsCallException.usage(String.valueOf(e.getMessage()));
        }
    }

    private @Nullable String set(String name, Map<String, String> files) {
        String value = environment.get(name);
        return value == null || value.isBlank() ? files.get(name) : value;
    }
}
