package com.moxton.payments.local.kafka;

import com.moxton.payments.local.EmbeddedServerException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.metadata.storage.Formatter;

/** The broker's directory on disk. */
final class LogDirectory {
    /** Kafka writes these two: the first when it formats a directory, the second at the end of a clean shutdown. */
    private static final String FORMATTED = "meta.properties";

    private static final String CLEAN = ".kafka_cleanshutdown";

    private LogDirectory() {}

    /**
     * Formats a new directory.
     *
     * @return whether an earlier broker on this directory was killed
     */
    static boolean prepare(Path directory) {
        if (Files.exists(directory.resolve(FORMATTED))) {
            return !Files.exists(directory.resolve(CLEAN));
        }
        try {
            Files.createDirectories(directory);
            Formatter formatter = new Formatter()
                    .setPrintStream(new PrintStream(OutputStream.nullOutputStream()))
                    .setNodeId(BrokerSettings.NODE_ID)
                    .setClusterId(Uuid.randomUuid().toString())
                    .setControllerListenerName(BrokerSettings.CONTROLLER_LISTENER)
                    .setMetadataLogDirectory(directory.toString())
                    .addDirectory(directory.toString());
            formatter.run();
            return false;
        } catch (Exception e) {
            throw new EmbeddedServerException("Kafka's data directory " + directory + " can't be formatted", e);
        }
    }
}
