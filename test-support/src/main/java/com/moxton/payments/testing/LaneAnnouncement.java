package com.moxton.payments.testing;

import org.junit.platform.engine.support.descriptor.ClassSource;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.TestPlan;

/** Says at the start of a run of integration tests which servers it uses. JUnit finds it by META-INF/services. */
public final class LaneAnnouncement implements TestExecutionListener {

    @Override
    public void testPlanExecutionStarted(TestPlan plan) {
        ServerLogs.keepQuiet();
        if (plan.countTestIdentifiers(LaneAnnouncement::isIntegrationTest) > 0) {
            // Not a log line: it must be seen whatever the levels are.
            System.out.println(LaneChoice.ofThisRun());
        }
    }

    // Unit tests need no servers, so they don't ask for a Docker engine either.
    private static boolean isIntegrationTest(TestIdentifier test) {
        return test.getSource()
                .filter(ClassSource.class::isInstance)
                .map(source -> ((ClassSource) source).getClassName().endsWith("IT"))
                .orElse(false);
    }
}
