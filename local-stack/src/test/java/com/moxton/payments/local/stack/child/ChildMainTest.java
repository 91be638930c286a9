package com.moxton.payments.local.stack.child;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ChildMainTest {
    private static final int PATIENCE_SECONDS = 30;

    @Test
    void endsInOrderWhenAsked() throws Exception {
        try (Child child = Child.start()) {
            child.input().append(ChildMain.STOP).append('\n').flush();

            assertThat(child.output().readLine()).isEqualTo(Service.LAST_WORDS);
            assertThat(child.process().waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS))
                    .isTrue();
            assertThat(child.process().exitValue()).isZero();
        }
    }

    @Test
    void endsAtOnceWhenTheLauncherIsGone() throws Exception {
        try (Child child = Child.start()) {
            child.input().close();

            assertThat(child.output().readLine()).isNull();
            assertThat(child.process().waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS))
                    .isTrue();
            assertThat(child.process().exitValue()).isNotZero();
        }
    }

    @Test
    void leavesControlCToTheLauncher() throws Exception {
        try (Child child = Child.start()) {
            new ProcessBuilder("kill", "-INT", Long.toString(child.process().pid()))
                    .start()
                    .waitFor();
            child.input().append(ChildMain.STOP).append('\n').flush();

            assertThat(child.process().waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS))
                    .isTrue();
            assertThat(child.process().exitValue()).isZero();
        }
    }

    private record Child(Process process, BufferedReader output, BufferedWriter input) implements AutoCloseable {
        static Child start() throws IOException {
            Process process = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-cp",
                            System.getProperty("java.class.path"),
                            ChildMain.class.getName(),
                            Service.class.getName(),
                            "an argument")
                    .start();
            Child child = new Child(process, process.inputReader(), process.outputWriter());
            assertThat(child.output().readLine()).isEqualTo("running with an argument");
            return child;
        }

        @Override
        public void close() {
            process.destroyForcibly();
        }
    }

    public static class Service {
        static final String LAST_WORDS = "orderly end";

        public static void main(String[] arguments) throws InterruptedException {
            Runtime.getRuntime().addShutdownHook(new Thread(() -> System.out.println(LAST_WORDS)));
            System.out.println("running with " + arguments[0]);
            Thread.currentThread().join();
        }
    }
}
