package com.moxton.payments.testing;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.exception.DockerException;
import com.github.dockerjava.api.exception.NotFoundException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.ServiceLoader;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.testcontainers.dockerclient.DockerClientProviderStrategy;
import org.testcontainers.utility.DockerImageName;

/** Whether the tests can run in containers here. */
final class DockerEngine {
    /** Image names are settings: a company's own registry, or another version. */
    static final DockerImageName KAFKA_IMAGE =
            DockerImageName.parse(System.getProperty("payments.infra.kafka-image", "apache/kafka:4.2.2"));

    static final DockerImageName MYSQL_IMAGE =
            DockerImageName.parse(System.getProperty("payments.infra.mysql-image", "mysql:9.7"));

    /** What Testcontainers starts beside ours, to remove them when the JVM is killed. */
    private static final DockerImageName RYUK_IMAGE = DockerImageName.parse("testcontainers/ryuk:0.14.0");

    private DockerEngine() {}

    /** Why containers can't be used; null when they can. */
    static @Nullable String obstacle() {
        // Testcontainers takes seconds and a page of stack traces to find out that there is no engine at all, and
        // minutes to find out that an image can't be pulled.
        if (!isLikely()) {
            return "no Docker engine here";
        }
        DockerClient docker = client();
        if (docker == null) {
            return "no Docker engine answers";
        }
        List<DockerImageName> images = new ArrayList<>(List.of(KAFKA_IMAGE, MYSQL_IMAGE));
        if (!Boolean.parseBoolean(System.getenv("TESTCONTAINERS_RYUK_DISABLED"))) {
            images.add(RYUK_IMAGE);
        }
        for (DockerImageName image : images) {
            if (!has(docker, image) && !ImagePull.of(docker, image)) {
                return "the Docker engine has no image " + image + " and can't pull it";
            }
        }
        return null;
    }

    private static @Nullable DockerClient client() {
        List<DockerClientProviderStrategy> ways = new ArrayList<>();
        ServiceLoader.load(DockerClientProviderStrategy.class).forEach(ways::add);
        try {
            return DockerClientProviderStrategy.getFirstValidStrategy(ways).getDockerClient();
        } catch (IllegalStateException e) {
            return null;
        }
    }

    private static boolean has(DockerClient docker, DockerImageName image) {
        try {
            docker.inspectImageCmd(image.asCanonicalNameString()).exec();
            return true;
        } catch (NotFoundException e) {
            return false;
        } catch (DockerException e) {
            throw new IllegalStateException("The Docker engine can't tell about " + image, e);
        }
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
