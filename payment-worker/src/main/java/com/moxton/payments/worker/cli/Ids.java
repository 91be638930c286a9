package com.moxton.payments.worker.cli;

/** Ids that become part of an address. */
final class Ids {

    private Ids() {}

    static String checked(String id) {
        if (!id.matches("[A-Za-z0-9_-]{1,64}")) {
            throw OpsCallException.usage("%s is no id".formatted(id));
        }
        return id;
    }
}
