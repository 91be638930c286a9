package com.moxton.payments.testing;

import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestPlan;

/**
 * Has tests look at once for what they wait for. By default each wait takes a tenth of a second at least, which is half a
 * minute in a test that waits for three hundred answers. JUnit finds it by META-INF/services.
 */
public final class PromptAwaits implements TestExecutionListener {
    private static final Duration INTERVAL = Duration.ofMillis(50);

    @Override
    public void testPlanExecutionStarted(TestPlan plan) {
        Awaitility.setDefaultPollDelay(Duration.ZERO);
        Awaitility.setDefaultPollInterval(INTERVAL);
    }
}
