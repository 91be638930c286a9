package com.moxton.payments.worker;

import com.moxton.payments.worker.order.OrderRepository;
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
            OrderRepository orders,
            PaymentRepository payments,
            PaymentHistory history,
            ReviewWatch reviews,
            Clock clock) {
        return new PaymentLedger(orders, payments, history, reviews, clock);
    }
}
