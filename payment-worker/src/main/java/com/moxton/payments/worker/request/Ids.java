package com.moxton.payments.worker.request;

/** Ids as they come from outside. One that no column could hold belongs to no row: the database isn't asked. */
final class Ids {

    private Ids() {}

    static boolean mayBeOrder(String id) {
        return isPlain(id, 64);
    }

    static boolean mayBeIntent(String id) {
        return isPlain(id, 255);
    }

    static boolean mayBeRequest(String id) {
        return isPlain(id, 64);
    }

    private static boolean isPlain(String id, int longest) {
        return !id.isEmpty() && id.length() <= longest && id.chars().allMatch(c -> c > ' ' && c < 127);
    }
}
