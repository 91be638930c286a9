package com.moxton.payments.local.stack;

import com.moxton.payments.local.stack.child.ChildMain;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.jspecify.annotations.Nullable;

/** The source tree that we run from, where Maven has just compiled the services. */
record Checkout(Path root) {

    static Checkout find() {
        try {
            Path ours = Path.of(Checkout.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
            for (Path start : new Path[] {ours, Path.of("").toAbsolutePath()}) {
                Path root = above(start);
                if (root != null) {
                    return new Checkout(root);
                }
            }
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
        throw new StartStoppedException(
                "The services are not built here. Start with: ./mvnw -pl local-stack -am spring-boot:run");
    }

    private static @Nullable Path above(Path start) {
        for (Path directory = start; directory != null; directory = directory.getParent()) {
            if (Files.exists(classPathFile(directory, "ingress-service"))
                    && Files.exists(classPathFile(directory, "payment-worker"))) {
                return directory;
            }
        }
        return null;
    }

    private static Path classPathFile(Path root, String module) {
        return root.resolve(module).resolve("target").resolve("classpath.txt");
    }

    /**
     * A service's own class path, as Maven has it, and {@link ChildMain}.
     *
     * @param scratch where the class file of ChildMain may be put, away from our own classes
     */
    String classPathOf(String module, Path scratch) {
        try {
            String dependencies = Files.readString(classPathFile(root, module)).strip();
            Path classes = root.resolve(module).resolve("target").resolve("classes");
            return String.join(File.pathSeparator, classes.toString(), dependencies, isolatedChildMain(scratch));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String isolatedChildMain(Path scratch) throws IOException {
        String name = ChildMain.class.getName().replace('.', '/') + ".class";
        Path target = scratch.resolve("child").resolve(name);
        Files.createDirectories(target.getParent());
        try (InputStream source = ChildMain.class.getClassLoader().getResourceAsStream(name)) {
            if (source == null) {
                throw new IllegalStateException(name + " is missing");
            }
            Path unfinished = Files.createTempFile(target.getParent(), "ChildMain", ".tmp");
            Files.copy(source, unfinished, StandardCopyOption.REPLACE_EXISTING);
            Files.move(unfinished, target, StandardCopyOption.REPLACE_EXISTING);
        }
        return scratch.resolve("child").toString();
    }
}
