package com.moxton.payments.ingress.webhook;

import com.moxton.payments.events.StripeEventHead;
import com.moxton.payments.ingress.problem.ProblemCode;
import com.moxton.payments.ingress.problem.ProblemException;
import org.jspecify.annotations.Nullable;

/**
 * Whose event it is. A connected account's event names its account; that of a separate account of ours names none, and is
 * told by the secret that signed it. The secret of one account proves nothing about another's events.
 *
 * @see <a href="https://docs.stripe.com/connect/webhooks">Stripe: Connect webhooks</a>
 */
final class EventAccount {

    private EventAccount() {}

    /**
     * @return null for an event of the platform itself
     * @throws ProblemException 400 when the event names another account than its signer's
     */
    static @Nullable String of(StripeEventHead event, SigningSecret signer) {
        String named = event.account();
        String signing = signer.account();
        if (named != null && signing != null && !named.equals(signing)) {
            throw ProblemException.of(
                    ProblemCode.SIGNATURE_MISMATCH,
                    "The event names another account than the one whose secret signed.");
        }
        return named == null ? signing : named;
    }
}
