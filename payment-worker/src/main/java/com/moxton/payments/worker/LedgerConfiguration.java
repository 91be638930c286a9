package com.moxton.payments.worker;

import com.moxton.payments.worker.order.OrderRepository;
import com.moxton.payments.worker.payment.OrderLocks;
import com.moxton.payments.worker.payment.PaymentHistory;
import com.moxton.payments.worker.payment.PaymentLedger;
import com.moxton.payments.worker.payment.PaymentRepository;
import com.moxton.payments.worker.payment.ReviewWatch;
import java.time.Clock;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The heart knows nothing of Spring: it is put together here. */
@Configuration
class LedgerConfiguration {

    @Bean
    Clock clock() {
        return Clock.systemUTC();
    }

    @Bean
    PaymentLedger paymentLedger(
            OrderLocks locks,
            OrderRepository orders,
            PaymentRepository payments,
            PaymentHistory history,
            ReviewWatch reviews,
            Clock clock) {
        return new PaymentLedger(locks, orders, payments, history, reviews, clock);
    }
}
