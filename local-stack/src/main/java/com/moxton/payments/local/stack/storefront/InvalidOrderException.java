package com.moxton.payments.local.stack.storefront;

/** An order that can't be placed. The message is fit for the caller. */
final class InvalidOrderException extends RuntimeException {
    private final String member;

    /** @param member of the body, which is wrong */
    InvalidOrderException(String member, String message) {
        super(message);
        this.member = member;
    }

    String member() {
        return member;
    }
}
