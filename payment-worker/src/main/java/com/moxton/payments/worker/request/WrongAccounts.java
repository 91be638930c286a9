package com.moxton.payments.worker.request;

import com.moxton.payments.worker.order.Order;
import com.moxton.payments.worker.payment.Payment;
import com.moxton.payments.worker.stripe.StripeAccounts;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Orders whose {@code stripe_account} can't be right: no money may move before a person has looked. The customer can't help
 * it, and is told what they are told of any fault of ours; the operators read the line in the log.
 */
@Component
class WrongAccounts {

    private static final Logger log = LoggerFactory.getLogger(WrongAccounts.class);

    private final StripeAccounts accounts;

    WrongAccounts(StripeAccounts accounts) {
        this.accounts = accounts;
    }

    /**
     * @param payments of the order, or those that matter
     * @return empty when the order's account is one of ours and all of these payments are there
     */
    Optional<Outcome.Refused> refuse(Order order, List<Payment> payments) {
        if (!accounts.serves(order.stripeAccount())) {
            return Optional.of(refused(order, "An order names a Stripe account that this worker has no key for"));
        }
        // What the log says of the former account's intents could not be told from what a stranger writes there.
        boolean moved =
                payments.stream().anyMatch(payment -> !Objects.equals(payment.stripeAccount(), order.stripeAccount()));
        return moved
                ? Optional.of(refused(order, "The Stripe account of an order was changed after it had a payment"))
                : Optional.empty();
    }

    private static Outcome.Refused refused(Order order, String why) {
        log.atError()
                .addKeyValue("orderId", order.id())
                .addKeyValue("account", order.stripeAccount())
                .log(why);
        return Refusals.internalError();
    }
}
