package com.moxton.payments.worker.request;

import com.moxton.payments.events.EventJson;
import com.moxton.payments.events.MalformedEventException;
import com.moxton.payments.events.PaymentRequest;
import java.math.BigDecimal;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/** Reads a request, and turns away what no row could hold: whoever can write to the topic can write anything. */
final class RequestReader {
    private static final int LONGEST_TEXT = 255;

    private RequestReader() {}

    /**
     * @throws MalformedEventException when it is no request; its text quotes nothing
     */
    static PaymentRequest read(ConsumerRecord<byte[], byte[]> record) {
        if (record.value() == null) {
            throw new MalformedEventException("Not a PaymentRequest: no value");
        }
        PaymentRequest request = EventJson.read(record.value(), PaymentRequest.class);
        require(Ids.mayBeRequest(request.requestId()), "requestId");
        switch (request) {
            case PaymentRequest.CreateIntent create -> {
                requireUser(create.userId(), create.idempotencyKey());
                require(isSane(create.amount()), "amount");
            }
            case PaymentRequest.Confirm confirm -> requireUser(confirm.userId(), confirm.idempotencyKey());
            case PaymentRequest.Get get -> requireUser(get.userId(), null);
            case PaymentRequest.Refresh refresh -> require(Ids.mayBeRequest(refresh.paymentId()), "paymentId");
        }
        return request;
    }

    private static void requireUser(String userId, @Nullable String idempotencyKey) {
        require(!userId.isEmpty() && userId.length() <= LONGEST_TEXT, "userId");
        require(idempotencyKey == null || idempotencyKey.length() <= LONGEST_TEXT, "idempotencyKey");
    }

    /** 1E+1000000000 is a short text and a number that fills the memory when it is written out. */
    private static boolean isSane(BigDecimal amount) {
        return amount.precision() <= 30 && Math.abs((long) amount.scale()) <= 30;
    }

    private static void require(boolean holds, String field) {
        if (!holds) {
            throw new MalformedEventException("Not a PaymentRequest: %s makes no sense".formatted(field));
        }
    }
}
