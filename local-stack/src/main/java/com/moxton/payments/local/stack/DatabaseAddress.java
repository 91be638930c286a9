package com.moxton.payments.local.stack;

/** Where the services' database is. */
record DatabaseAddress(String url, String user, String password) {
    static final String NAME = "payments";

    @Override
    public String toString() {
        return url + " as " + user;
    }
}
