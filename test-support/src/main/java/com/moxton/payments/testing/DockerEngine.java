package com.moxton.payments.testing;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.images.RemoteDockerImage;
import org.testcontainers.utility.DockerImageName;

/** Whether the tests can run in containers here. */
final class DockerEngine {
    /** Image names are settings: a company's own registry, or another version. */
    static final DockerImageName KAFKA_IMAGE =
            DockerImageName.parse(System.getProperty("payments.infra.kafka-image", "apache/kafka:4.2.2"));

    static final DockerImageName MYSQL_IMAGE =
            DockerImageName.parse(System.getProperty("payments.infra.mysql-image", "mysql:9.7"));

    private static final Duration PULL_TIMEOUT = Duration.ofMinutes(3);

    private DockerEngine() {}

    /** Why containers can't be used; null when they can. */
    static @Nullable String obstacle() {
        // Testcontainers takes seconds and a page of stack traces to find out that there is no engine at all.
        if (!isLikely()) {
            return "no Docker engine here";
        }
        if (!DockerClientFactory.instance().isDockerAvailable()) {
            return "no Docker engine answers";
        }
        for (DockerImageName image : new DockerImageName[] {KAFKA_IMAGE, MYSQL_IMAGE}) {
            try {
                new RemoteDockerImage(image).get(PULL_TIMEOUT.toSeconds(), TimeUnit.SECONDS);
            } catch (TimeoutException | RuntimeException e) {
                return "the Docker engine has no image " + image + " and can't pull it";
            }
        }
        return null;
    }

    private static boolean isLikely() {
        String home = System.getProperty("user.home", "");
        String runtime = System.getenv().getOrDefault("XDG_RUNTIME_DIR", "/run/user/0");
        return System.getenv("DOCKER_HOST") != null
                || System.getProperty("os.name", "").startsWith("Windows")
                || Files.exists(Path.of(home, ".testcontainers.properties"))
                || Stream.of(
                                Path.of("/var/run/docker.sock"),
                                Path.of(runtime, "docker.sock"),
                                Path.of(home, ".docker", "run", "docker.sock"),
                                Path.of(home, ".colima", "default", "docker.sock"),
                                Path.of(home, ".rd", "docker.sock"))
                        .anyMatch(Files::exists);
    }
}
