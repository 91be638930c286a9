package com.moxton.payments.events.kafka;

/** The topics could not be made ready. Worth a retry: the usual cause is a broker that isn't up yet. */
public class TopicProvisioningException extends RuntimeException {
    public TopicProvisioningException(String message, Throwable cause) {
        super(message, cause);
    }
}
