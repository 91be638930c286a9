package com.moxton.payments.worker.request;

import static org.mockito.Mockito.doAnswer;
import static org.mockito.Mockito.spy;

import com.moxton.payments.worker.jdbc.RetryingTransactions;
import com.moxton.payments.worker.publish.RecordPublisher;
import com.moxton.payments.worker.stripe.IntentToConfirm;
import com.moxton.payments.worker.stripe.IntentToCreate;
import com.moxton.payments.worker.stripe.StripeAnswer;
import com.moxton.payments.worker.stripe.StripeGateway;
import com.moxton.payments.worker.stripe.StripeGateways;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.mockito.ArgumentMatchers;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.transaction.PlatformTransactionManager;

/** Puts the crash points around the beans that have effects outside of the process. */
final class CrashingBeans implements BeanPostProcessor {
    private final CrashPoints points;
    private final BeanFactory beans;

    CrashingBeans(CrashPoints points, BeanFactory beans) {
        this.points = points;
        this.beans = beans;
    }

    @Override
    public Object postProcessAfterInitialization(Object bean, String name) {
        return switch (bean) {
            case RetryingTransactions ignored ->
                new CrashingTransactions(beans.getBean(PlatformTransactionManager.class));
            case StripeGateways gateways -> crashing(gateways);
            case RecordPublisher publisher -> crashing(publisher);
            default -> bean;
        };
    }

    private StripeGateways crashing(StripeGateways gateways) {
        return account -> new CrashingGateway(gateways.of(account));
    }

    private RecordPublisher crashing(RecordPublisher publisher) {
        RecordPublisher spied = spy(publisher);
        doAnswer(call -> {
                    points.pass("before publishing");
                    Object result = call.callRealMethod();
                    points.pass("after publishing");
                    return result;
                })
                .when(spied)
                .publish(ArgumentMatchers.anyList(), ArgumentMatchers.any());
        return spied;
    }

    private final class CrashingTransactions extends RequestTransactions {
        CrashingTransactions(PlatformTransactionManager manager) {
            super(manager, 100, Duration.ofSeconds(30));
        }

        @Override
        public <T> T execute(Supplier<T> work) {
            return around(work, super::execute);
        }

        @Override
        public <T> T executeOnce(Supplier<T> work) {
            return around(work, super::executeOnce);
        }

        private <T> T around(Supplier<T> work, Function<Supplier<T>, T> transaction) {
            points.pass("before transaction");
            T result = transaction.apply(() -> {
                T worked = work.get();
                points.pass("before commit");
                return worked;
            });
            points.pass("after commit");
            return result;
        }
    }

    private final class CrashingGateway implements StripeGateway {
        private final StripeGateway gateway;

        CrashingGateway(StripeGateway gateway) {
            this.gateway = gateway;
        }

        private <T> T around(Supplier<T> call) {
            points.pass("before Stripe");
            T answer = call.get();
            points.pass("after Stripe");
            return answer;
        }

        @Override
        public StripeAnswer create(IntentToCreate intent) {
            return around(() -> gateway.create(intent));
        }

        @Override
        public StripeAnswer retrieve(String intentId) {
            return around(() -> gateway.retrieve(intentId));
        }

        @Override
        public StripeAnswer confirm(IntentToConfirm intent) {
            return around(() -> gateway.confirm(intent));
        }

        @Override
        public Optional<StripeAnswer> findByPaymentId(String paymentId, Instant from, Instant to) {
            return around(() -> gateway.findByPaymentId(paymentId, from, to));
        }
    }
}
