package com.moxton.payments.benchmarks;

import com.moxton.payments.benchmarks.report.Findings;

/** One group of figures, measured together with what they are compared with. */
public interface Scenario {

    /** One word, for the command line and for the names of files. */
    String name();

    /** Starts what it needs, measures in alternating rounds, and stops what it started. */
    Findings run(Bench bench) throws Exception;
}
