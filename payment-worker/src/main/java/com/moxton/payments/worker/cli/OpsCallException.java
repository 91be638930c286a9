package com.moxton.payments.worker.cli;

/** A call that was not done; the message is for the one who typed the command. */
final class OpsCallException extends RuntimeException {

    private final int exitCode;

    private OpsCallException(int exitCode, String message) {
        super(message);
        this.exitCode = exitCode;
    }

    static OpsCallException refused(String message) {
        return new OpsCallException(ExitCode.REFUSED, message);
    }

    static OpsCallException unreachable(String message) {
        return new OpsCallException(ExitCode.UNREACHABLE, message);
    }

    static OpsCallException usage(String message) {
        return new OpsCallException(ExitCode.USAGE, message);
    }

    int exitCode() {
        return exitCode;
    }
}
