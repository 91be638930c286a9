package com.moxton.payments.worker.cli;

/** What a script finds in {@code $?}. Part of the contract, as the options are. */
final class ExitCode {

    static final int DONE = 0;

    /** The worker refused, or the job failed or was canceled. */
    static final int REFUSED = 1;

    /** The command line is wrong; picocli's own code for it. */
    static final int USAGE = 2;

    /** The worker can't be reached, doesn't answer, or refuses the sign-in. Worth another try when the cause is mended. */
    static final int UNREACHABLE = 3;

    /** An audit has found rows that differ. */
    static final int DIFFERENCES = 4;

    private ExitCode() {}
}
