package com.moxton.payments.worker.publish;

/** Not all records were acknowledged. Some may have been: publishing them again is safe, and worth a retry. */
public class PublishingException extends RuntimeException {
    public PublishingException(String message, Throwable cause) {
        super(message, cause);
    }
}
