package com.moxton.payments.local.kafka;

import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.kafka.common.utils.Exit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps a broker from ending the JVM that it is a guest of: a fatal fault would halt it without any word. */
final class HostJvm {
    private static final Logger log = LoggerFactory.getLogger(HostJvm.class);
    private static final AtomicBoolean done = new AtomicBoolean();

    private HostJvm() {}

    /** For the rest of the JVM's life: a broker's threads may fail after its close as well. */
    static void protectFromExit() {
        if (done.compareAndSet(false, true)) {
            Exit.setExitProcedure(HostJvm::refuse);
            Exit.setHaltProcedure(HostJvm::refuse);
        }
    }

    private static void refuse(int status, @Nullable String message) {
        String what = "The embedded Kafka broker failed and asked the JVM to exit with " + status
                + (message == null ? "" : ": " + message);
        log.error(what);
        throw new IllegalStateException(what);
    }
}
