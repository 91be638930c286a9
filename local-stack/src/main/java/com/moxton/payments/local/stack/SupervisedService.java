package com.moxton.payments.local.stack;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A service that is started again when it dies, as a cluster would do: so killing one is an experiment that anybody may
 * make. A service that dies before the stack is up, or again and again, has a fault that starting won't heal.
 */
final class SupervisedService implements AutoCloseable {
    private static final int RESTARTS = 5;
    private static final Duration WITHIN = Duration.ofMinutes(2);
    private static final Duration PAUSE = Duration.ofMillis(500);

    private final ServiceProgram program;
    private final Console console;
    private final Consumer<String> giveUp;
    private final Deque<Instant> restarts = new ArrayDeque<>();
    private @Nullable ServiceProcess process;
    private boolean restarting;
    private boolean closed;

    /** @param giveUp told once, in one sentence, when the service is gone for good */
    SupervisedService(ServiceProgram program, Console console, Consumer<String> giveUp) {
        this.program = program;
        this.console = console;
        this.giveUp = giveUp;
    }

    synchronized void start() {
        if (closed) {
            return;
        }
        ServiceProcess started = ServiceProcess.start(program, console);
        process = started;
        started.onExit().thenAccept(this::ended);
    }

    /** The stack is up: from now on a death is an accident. */
    synchronized void restartFromNowOn() {
        restarting = true;
    }

    private synchronized void ended(int exitCode) {
        if (closed) {
            return;
        }
        String what = program.name() + " ended with exit code " + exitCode;
        if (!restarting || isHopeless()) {
            giveUp.accept(what + "; its last words are in " + program.log());
            return;
        }
        console.line("stack", what + ", starting it again");
        restarts.addLast(Instant.now());
        CompletableFuture.delayedExecutor(PAUSE.toMillis(), TimeUnit.MILLISECONDS)
                .execute(this::start);
    }

    private boolean isHopeless() {
        Instant longAgo = Instant.now().minus(WITHIN);
        restarts.removeIf(restart -> restart.isBefore(longAgo));
        return restarts.size() >= RESTARTS;
    }

    @Override
    public void close() {
        ServiceProcess running;
        synchronized (this) {
            closed = true;
            running = process;
        }
        if (running != null) {
            running.stop();
        }
    }
}
