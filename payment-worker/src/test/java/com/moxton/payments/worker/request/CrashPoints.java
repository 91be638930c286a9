package com.moxton.payments.worker.request;

import java.util.ArrayList;
import java.util.List;

/**
 * The places at which a request's handling can be cut off: before and after every transaction, inside of it before its
 * commit, before and after every call to Stripe and every publication. Only lanes are cut off.
 */
final class CrashPoints {
    private final List<String> passed = new ArrayList<>();
    private int armed = Integer.MAX_VALUE;

    /** What a kill would be, were it not for the test that wants to go on. */
    static final class SimulatedCrash extends Error {
        SimulatedCrash(String where) {
            super(where);
        }
    }

    synchronized void pass(String where) {
        if (!Thread.currentThread().getName().startsWith("lane-")) {
            return;
        }
        passed.add(where);
        if (passed.size() == armed) {
            armed = Integer.MAX_VALUE;
            throw new SimulatedCrash(where);
        }
    }

    /** Forgets what was passed. */
    synchronized void disarm() {
        passed.clear();
        armed = Integer.MAX_VALUE;
    }

    /** The n-th place from now on crashes, once. */
    synchronized void arm(int n) {
        passed.clear();
        armed = n;
    }

    synchronized List<String> passed() {
        return List.copyOf(passed);
    }
}
