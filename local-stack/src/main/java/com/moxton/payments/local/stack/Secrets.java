package com.moxton.payments.local.stack;

import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;

/**
 * The secrets of this stack: those that the environment names, and made-up ones for the rest. What was made up is kept in
 * a file that its owner alone may read, so that tokens and webhooks of yesterday are still good today.
 */
final class Secrets {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final int BYTES = 24;

    private final Settings settings;
    private final Path file;
    private final Properties kept;
    private final Set<String> madeUpNow = new TreeSet<>();

    private Secrets(Settings settings, Path file, Properties kept) {
        this.settings = settings;
        this.file = file;
        this.kept = kept;
    }

    /** @param jwtSecret whether one is needed */
    static Secrets of(Settings settings, Path file, boolean jwtSecret) {
        Properties kept = new Properties();
        if (Files.exists(file)) {
            try (Reader reader = Files.newBufferedReader(file)) {
                kept.load(reader);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        Secrets secrets = new Secrets(settings, file, kept);
        secrets.makeUp("STRIPE_WEBHOOK_SECRET", "whsec_");
        if (jwtSecret) {
            secrets.makeUp("JWT_SECRET", "");
        } else {
            kept.remove("JWT_SECRET");
        }
        secrets.makeUp("OPS_PASSWORD", "");
        secrets.keep();
        return secrets;
    }

    String get(String name) {
        return settings.get(name, kept.getProperty(name, ""));
    }

    /** Whether this very start made it up: only then is it shown. */
    boolean isNew(String name) {
        return madeUpNow.contains(name);
    }

    Path file() {
        return file;
    }

    private void makeUp(String name, String prefix) {
        if (!settings.has(name) && kept.getProperty(name) == null) {
            byte[] random = new byte[BYTES];
            RANDOM.nextBytes(random);
            kept.setProperty(name, prefix + HexFormat.of().formatHex(random));
            madeUpNow.add(name);
        }
    }

    private void keep() {
        if (madeUpNow.isEmpty()) {
            return;
        }
        try {
            Path unfinished = file.resolveSibling(file.getFileName() + ".new");
            Files.deleteIfExists(unfinished);
            Files.createFile(unfinished, ownerOnly());
            try (Writer writer = Files.newBufferedWriter(unfinished)) {
                kept.store(writer, "Made up by local-stack for this machine");
            }
            Files.move(unfinished, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static FileAttribute<?>[] ownerOnly() {
        return FileSystems.getDefault().supportedFileAttributeViews().contains("posix")
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
                }
                : new FileAttribute<?>[0];
    }
}
