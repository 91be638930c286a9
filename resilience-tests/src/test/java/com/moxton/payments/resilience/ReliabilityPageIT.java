package com.moxton.payments.resilience;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.moxton.payments.resilience.report.ReliabilityPage;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** With {@code -Dresilience.table=true} the table of docs/reliability.md is what this run has measured, and those before it that it appended to. */
@Tag("fault")
@Order(Faults.LAST)
class ReliabilityPageIT {

    @Test
    void writesTheTable() throws Exception {
        assumeTrue(Boolean.getBoolean("resilience.table"));
        ReliabilityPage.rewrite(Faults.project().resolve("docs/reliability.md"), Faults.results());
    }
}
