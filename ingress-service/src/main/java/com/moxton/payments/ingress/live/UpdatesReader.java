package com.moxton.payments.ingress.live;

/** Whether {@code payment.updates} is being read: without it a stream would begin and then miss what follows. */
interface UpdatesReader {
    boolean ready();
}
