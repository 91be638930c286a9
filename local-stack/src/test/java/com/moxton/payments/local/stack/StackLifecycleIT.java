package com.moxton.payments.local.stack;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StackLifecycleIT {

    @Test
    void saysWhichPortsAreTakenAndEnds(@TempDir Path data) throws Exception {
        SharedStack.running();
        Map<String, String> settings = new HashMap<>(SharedStack.settings());
        settings.put("STACK_DATA", data.toString());

        StackProcess second = StackProcess.start(settings);

        assertThat(second.awaitExit()).isNotZero();
        for (String port : List.of("STOREFRONT_PORT", "INGRESS_PORT", "WORKER_PORT", "STRIPE_PORT")) {
            assertThat(second.output())
                    .containsPattern("Port " + settings.get(port) + " for .* \\(" + port + "\\) is taken");
        }
        assertThat(second.output()).doesNotContain("Exception");
    }

    @Test
    void saysThatTheDataIsInUse() throws Exception {
        SharedStack.running();
        Map<String, String> settings = new HashMap<>(SharedStack.settings());
        settings.putAll(StackProcess.freePorts());

        StackProcess second = StackProcess.start(settings);

        assertThat(second.awaitExit()).isNotZero();
        assertThat(second.output())
                .contains("is in use by another running process")
                .doesNotContain("Exception");
    }

    @Test
    void endsInOrderOnControlC() throws Exception {
        StackProcess stack = SharedStack.running();
        List<ProcessHandle> processes = stack.descendants();

        stack.interrupt();

        stack.awaitExit();
        assertThat(processes).isNotEmpty().noneMatch(ProcessHandle::isAlive);
        assertThat(stack.output()).contains("stopped").doesNotContain("could not be closed");
        SharedStack.startAgain();
    }
}
