package com.moxton.payments.simulator.http;

import com.moxton.payments.simulator.account.StripeAccount;
import com.moxton.payments.simulator.intent.IntentStatus;
import com.moxton.payments.simulator.intent.PaymentIntent;
import java.math.BigDecimal;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Currency;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The bank's page of the 3-D Secure redirect: the customer says yes or no and is sent back to the shop. */
public final class AuthenticationPage {

    static final String PATH = StripeAccount.AUTHENTICATION_PATH;

    private final StripeAccount account;

    public AuthenticationPage(StripeAccount account) {
        this.account = account;
    }

    ApiAnswer handle(ApiRequest request) {
        String token = request.path().substring(PATH.length());
        Optional<PaymentIntent> waiting = account.authenticating(token);
        if (waiting.isEmpty()) {
            return ApiAnswer.html(
                    404,
                    page(
                            "Nothing to confirm",
                            "<p>This payment has been dealt with already. You can close this page.</p>"));
        }
        PaymentIntent intent = waiting.get();
        if (!request.method().equals("POST")) {
            return ApiAnswer.html(200, page("Confirm your payment", form(intent)));
        }
        boolean proven = "complete".equals(request.form().text("outcome"));
        String returnUrl = intent.returnUrl();
        PaymentIntent after = new PaymentIntent(account.authenticate(intent.id(), proven));
        boolean paid = after.status() == IntentStatus.SUCCEEDED || after.status() == IntentStatus.REQUIRES_CAPTURE;
        if (returnUrl == null) {
            return ApiAnswer.html(200, page("Done", "<p>You can close this page and go back to the shop.</p>"));
        }
        return ApiAnswer.seeOther(withResult(returnUrl, intent, paid));
    }

    /** What Stripe appends when it sends a customer back, the client secret included. */
    private static String withResult(String returnUrl, PaymentIntent intent, boolean paid) {
        int hash = returnUrl.indexOf('#');
        String base = hash < 0 ? returnUrl : returnUrl.substring(0, hash);
        String fragment = hash < 0 ? "" : returnUrl.substring(hash);
        return "%s%spayment_intent=%s&payment_intent_client_secret=%s&redirect_status=%s%s"
                .formatted(
                        base,
                        base.contains("?") ? "&" : "?",
                        encode(intent.id()),
                        encode(intent.clientSecret()),
                        paid ? "succeeded" : "failed",
                        fragment);
    }

    private static String form(PaymentIntent intent) {
        return """
                <p>Your bank asks: did you order something for <strong>%s</strong>?</p>
                <p class="quiet">This page belongs to the Stripe simulator. No money moves.</p>
                <form method="post">
                  <button class="yes" name="outcome" value="complete" autofocus>Complete authentication</button>
                  <button class="no" name="outcome" value="fail">Fail authentication</button>
                </form>""".formatted(escape(price(intent)));
    }

    private static String price(PaymentIntent intent) {
        String code = intent.currency().toUpperCase(Locale.ROOT);
        int digits = Math.max(0, Currency.getInstance(code).getDefaultFractionDigits());
        return BigDecimal.valueOf(intent.amount(), digits).toPlainString() + " " + code;
    }

    private static String page(String title, String content) {
        return """
                <!doctype html>
                <html lang="en">
                <head>
                <meta charset="utf-8">
                <meta name="viewport" content="width=device-width, initial-scale=1">
                <meta name="color-scheme" content="light dark">
                <title>%1$s · Stripe simulator</title>
                <style>
                  body { margin: 0; min-height: 100vh; display: grid; place-items: center;
                         font: 1rem/1.5 system-ui, sans-serif; background: light-dark(#eef1f6, #12151c);
                         color: light-dark(#1b2130, #e8ebf2); }
                  main { box-sizing: border-box; width: min(26rem, 100vw - 2rem); padding: 2rem; border-radius: 1rem;
                         background: light-dark(#fff, #1d222d); box-shadow: 0 8px 30px rgb(0 0 0 / .12); }
                  h1 { margin: 0 0 1rem; font-size: 1.35rem; }
                  .quiet { color: light-dark(#5a6478, #a3acbd); font-size: .9rem; }
                  form { display: grid; gap: .75rem; margin-top: 1.5rem; }
                  button { font: inherit; font-weight: 600; padding: .75rem 1rem; border-radius: .6rem; cursor: pointer;
                           border: 1px solid transparent; }
                  button:focus-visible { outline: 3px solid #7aa2ff; outline-offset: 2px; }
                  .yes { background: #4338ca; color: #fff; }
                  .no { background: transparent; color: inherit; border-color: light-dark(#c5ccd9, #434c5e); }
                </style>
                </head>
                <body><main><h1>%1$s</h1>%2$s</main></body>
                </html>
                """.formatted(escape(title), content);
    }

    private static String encode(@Nullable String text) {
        return URLEncoder.encode(text == null ? "" : text, StandardCharsets.UTF_8);
    }

    private static String escape(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }
}
