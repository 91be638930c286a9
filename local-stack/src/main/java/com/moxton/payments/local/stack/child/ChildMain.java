package com.moxton.payments.local.stack.child;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.reflect.InvocationTargetException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import sun.misc.Signal;
import sun.misc.SignalHandler;

/**
 * Runs a service's main class in a process that lives no longer than the launcher. The launcher holds the other end of
 * our standard input: the line {@value #STOP} asks for an orderly end; the end of the stream without it means that the
 * launcher is gone, even by kill -9.
 *
 * <p>One class without any other of ours, because the launcher puts this class file alone on the service's class path.
 */
public final class ChildMain {
    public static final String STOP = "stop";

    private static final int LAUNCHER_IS_GONE = 75;

    private ChildMain() {}

    /** @param arguments the service's main class and its arguments */
    public static void main(String[] arguments) throws Throwable {
        // Ctrl-C in a terminal reaches every process of the group at once; the launcher decides the order.
        Signal.handle(new Signal("INT"), SignalHandler.SIG_IGN);
        Thread watch = new Thread(ChildMain::watchLauncher, "launcher-watch");
        watch.setDaemon(true);
        watch.start();
        try {
            Class.forName(arguments[0]).getMethod("main", String[].class).invoke(null, (Object)
                    Arrays.copyOfRange(arguments, 1, arguments.length));
        } catch (InvocationTargetException e) {
            throw e.getCause() == null ? e : e.getCause(); // as if the service had been started itself
        }
    }

    private static void watchLauncher() {
        try {
            BufferedReader input = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
            for (String line = input.readLine(); line != null; line = input.readLine()) {
                if (line.equals(STOP)) {
                    System.exit(0);
                }
            }
        } catch (IOException e) {
            // as good as the end
        }
        // At once, as the launcher itself ended: its broker and database are gone, an orderly end would wait for them.
        Runtime.getRuntime().halt(LAUNCHER_IS_GONE);
    }
}
