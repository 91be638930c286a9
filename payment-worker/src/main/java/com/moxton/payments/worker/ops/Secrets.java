package com.moxton.payments.worker.ops;

import java.util.Locale;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * How a secret is told from other text: by the name of the field it stands in, or by its look. In doubt it is one. Each
 * pattern takes time proportional to the text, whatever the text is.
 */
final class Secrets {

    static final String MASK = "[masked]";

    private static final Set<String> NAMES = Set.of(
            "authorization",
            "cookie",
            "setcookie",
            "credential",
            "credentials",
            "privatekey",
            "accesskey",
            "signingkey",
            "stripesignature",
            "cvc",
            "cvv",
            "passwd");

    /** {@code client_secret=…}, {@code "token": "…"}, in text that is not JSON or in JSON within a string. */
    private static final Pattern NAMED = Pattern.compile("""
            (?i)\\b([\\w-]{0,64}?(?:secret|token|password|passwd|api[_-]?key|authorization|cookie|credentials?|private[_-]?key))\
            (\\\\?["']?\\s{0,8}[:=]\\s{0,8}(?:(?:bearer|basic)\\s{1,8})?\\\\?["']?)(?!true\\b|false\\b|null\\b|[\\[{])[^\\s"'\\\\,;&<>{}]+""");

    /** A client secret: {@code pi_…_secret_…}, {@code seti_…_secret_…} and what else Stripe makes of the sort. */
    private static final Pattern CLIENT_SECRET = Pattern.compile("\\b\\w+?_secret_[\\w%]*");

    private static final Pattern KEY = Pattern.compile("(?<![A-Za-z0-9])(?:sk|rk|ek)_(?:live|test|org)_\\w*");
    private static final Pattern OTHER_RESTRICTED_KEY = Pattern.compile("(?<![A-Za-z0-9_])rk_\\w{8,}");
    private static final Pattern SIGNING_SECRET = Pattern.compile("whsec_[\\w+/=-]*");
    /** Also of a token whose end has been cut off. */
    private static final Pattern JWT = Pattern.compile("eyJ[\\w-]{8,}(?:\\.[\\w-]*)*");

    private static final Pattern BEARER = Pattern.compile("(?i)\\b(bearer)(\\s{1,8})[\\w.~+/=-]{4,}");
    /** Cards begin with 2 to 6; a time in milliseconds does not. */
    private static final Pattern CARD =
            Pattern.compile("(?<![A-Za-z0-9_.])[2-6](?:[ -]?[0-9]){12,18}(?![A-Za-z0-9_]|[.][0-9])");

    private Secrets() {}

    /** Whether what stands in a field of this name is a secret, whatever it looks like. */
    static boolean isNameOfSecret(String name) {
        String plain = name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]", "");
        return NAMES.contains(plain)
                || plain.endsWith("secret")
                || plain.endsWith("secrets")
                || plain.endsWith("token")
                || plain.endsWith("tokens")
                || plain.endsWith("apikey")
                || plain.endsWith("secretkey")
                || plain.contains("password");
    }

    /** The text with {@value #MASK} in place of each secret. */
    static String mask(String text) {
        String masked = CLIENT_SECRET.matcher(text).replaceAll(MASK);
        masked = KEY.matcher(masked).replaceAll(MASK);
        masked = OTHER_RESTRICTED_KEY.matcher(masked).replaceAll(MASK);
        masked = SIGNING_SECRET.matcher(masked).replaceAll(MASK);
        masked = JWT.matcher(masked).replaceAll(MASK);
        masked = BEARER.matcher(masked).replaceAll("$1$2" + MASK);
        masked = NAMED.matcher(masked).replaceAll("$1$2" + MASK);
        return CARD.matcher(masked).replaceAll(Secrets::cardOrNot);
    }

    private static String cardOrNot(MatchResult digits) {
        return isCardNumber(digits.group()) ? MASK : digits.group();
    }

    /** ISO/IEC 7812-1, annex B: every second digit from the right is doubled. */
    private static boolean isCardNumber(String text) {
        String digits = text.replaceAll("[^0-9]", "");
        int sum = 0;
        for (int i = 0; i < digits.length(); i++) {
            int digit = digits.charAt(digits.length() - 1 - i) - '0';
            int doubled = digit * 2;
            sum += i % 2 == 0 ? digit : doubled > 9 ? doubled - 9 : doubled;
        }
        return sum % 10 == 0;
    }
}
