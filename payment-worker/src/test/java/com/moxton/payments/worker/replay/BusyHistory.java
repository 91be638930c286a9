package com.moxton.payments.worker.replay;

import static org.awaitility.Awaitility.await;

import com.moxton.payments.events.ChargeCurrency;
import com.moxton.payments.events.Money;
import com.moxton.payments.events.PaymentReply;
import com.moxton.payments.events.PaymentRequest;
import com.moxton.payments.events.Refusal;
import com.moxton.payments.simulator.event.StripeEvent;
import com.moxton.payments.worker.request.WorkerBench;
import com.stripe.exception.StripeException;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Lives through all stories, many at a time. The seed decides who pays what how; the machine, who is quicker. */
final class BusyHistory {

    /** Two decimals, none, three, and none that are sent as two. */
    private static final List<String> CURRENCIES =
            List.of("usd", "usd", "eur", "gbp", "jpy", "krw", "kwd", "bhd", "isk", "huf");

    private static final List<String> GOOD = List.of("pm_card_visa", "pm_card_mastercard", "pm_card_amex");
    private static final List<String> BAD = List.of(
            "pm_card_chargeDeclined",
            "pm_card_chargeDeclinedInsufficientFunds",
            "pm_card_chargeDeclinedExpiredCard",
            "pm_card_chargeDeclinedProcessingError");
    private static final String TO_AUTHENTICATE = "pm_card_authenticationRequired";
    private static final int AT_ONCE = 24;

    private final WorkerBench bench;
    private final Customers customers;
    private final Random random;
    private final Set<String> canceledByStorefront = ConcurrentHashMap.newKeySet();

    BusyHistory(WorkerBench bench, long seed) {
        this.bench = bench;
        this.customers = new Customers(bench.stripe);
        this.random = new Random(seed);
    }

    /** @return how many orders were dealt with */
    int live() throws ExecutionException, InterruptedException {
        Semaphore atOnce = new Semaphore(AT_ONCE);
        List<Future<?>> lives = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Story story : Story.all(random)) {
                Random luck = new Random(random.nextLong());
                lives.add(threads.submit(() -> {
                    atOnce.acquire();
                    try {
                        live(story, luck);
                    } finally {
                        atOnce.release();
                    }
                    return story;
                }));
            }
        }
        for (Future<?> life : lives) {
            life.get();
        }
        return lives.size();
    }

    /** Orders that the storefront, and not Stripe, has canceled: no event tells of that. */
    Set<String> canceledByStorefront() {
        return canceledByStorefront;
    }

    private void live(Story story, Random luck) throws StripeException {
        Money cost = cost(luck);
        switch (story) {
            case PAID -> pay(begin(cost, luck), one(GOOD, luck), luck);
            case DECLINED -> pay(begin(cost, luck), one(BAD, luck), luck);
            case DECLINED_THEN_PAID -> inTurn(begin(cost, luck), luck, one(BAD, luck), one(GOOD, luck));
            case DECLINED_TWICE -> inTurn(begin(cost, luck), luck, BAD.get(0), BAD.get(1));
            case TO_AUTHENTICATE -> pay(begin(cost, luck), TO_AUTHENTICATE, luck);
            case AUTHENTICATED -> authenticate(begin(cost, luck), true, luck);
            case AUTHENTICATION_FAILED -> authenticate(begin(cost, luck), false, luck);
            case PAID_BY_BANK -> pay(begin(usd(luck), luck), "pm_usBankAccount_success", luck);
            case DECLINED_BY_BANK -> pay(begin(usd(luck), luck), "pm_usBankAccount_insufficientFunds", luck);
            case ABANDONED -> begin(cost, luck);
            case CANCELED -> customers.cancel(begin(cost, luck));
            case CLICKED_TWICE -> clickTwice(order(cost, luck), cost, one(GOOD, luck));
            case PAID_TWICE -> payTwice(order(cost, luck), cost, luck);
            case WRONG_AMOUNT -> adopt(order(cost, luck), cost(cost.currency(), luck));
            case WRONG_CURRENCY -> adopt(order(cost, luck), cost(cost.currency().equals("usd") ? "eur" : "usd", luck));
            case COST_CHANGED -> changeCost(order(cost, luck), cost);
            case ADOPTED -> adopt(order(cost, luck), cost);
            case CANCELED_BY_STOREFRONT -> cancelOrder(order(cost, luck), cost);
            case PAID_ALTHOUGH_CANCELED_BY_STOREFRONT ->
                customers.pay(cancelOrder(order(cost, luck), cost), one(GOOD, luck));
            case REFUSED_BY_STRIPE -> beRefused(new Money(new BigDecimal("0.10"), "usd"));
            case LATE_ORDER -> orderLate(cost);
            case ORPHANED -> adopt("order-that-never-comes-" + UUID.randomUUID(), cost);
            case FOREIGN -> beForeign(cost, luck);
        }
    }

    private String begin(Money cost, Random luck) {
        return create(order(cost, luck), cost);
    }

    private String order(Money cost, Random luck) {
        String currency = cost.currency();
        return bench.order(
                cost.amount().toPlainString(), luck.nextBoolean() ? currency : currency.toUpperCase(Locale.ROOT));
    }

    /** As patient as a storefront has to be: on a busy machine Stripe may be slow beyond every limit. */
    private String create(String orderId, Money cost) {
        PaymentReply reply = await().atMost(WorkerBench.PATIENCE)
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofSeconds(1))
                .until(() -> bench.ask(request(orderId, cost, null)), answer -> !isAway(answer));
        if (reply instanceof PaymentReply.IntentCreated created) {
            return created.intentId();
        }
        throw new AssertionError("No intent, but " + reply);
    }

    private static boolean isAway(PaymentReply reply) {
        return reply instanceof PaymentReply.Refused refused && refused.refusal() == Refusal.STRIPE_UNAVAILABLE;
    }

    private static PaymentRequest.CreateIntent request(String orderId, Money cost, @Nullable String key) {
        return WorkerBench.create(orderId, cost.amount().toPlainString(), cost.currency(), key);
    }

    /** By the worker, or in the browser past it. */
    private void pay(String intentId, String paymentMethod, Random luck) throws StripeException {
        if (luck.nextBoolean()) {
            bench.ask(WorkerBench.confirm(intentId, paymentMethod, null));
        } else {
            customers.pay(intentId, paymentMethod);
        }
    }

    private void inTurn(String intentId, Random luck, String first, String second) throws StripeException {
        pay(intentId, first, luck);
        pay(intentId, second, luck);
    }

    private void authenticate(String intentId, boolean proven, Random luck) throws StripeException {
        pay(intentId, TO_AUTHENTICATE, luck);
        customers.authenticate(intentId, proven);
    }

    private void clickTwice(String orderId, Money cost, String paymentMethod) {
        String key = UUID.randomUUID().toString();
        Stream.of(key, key, key + "-other")
                .map(each -> request(orderId, cost, each))
                .peek(bench::send)
                .toList()
                .forEach(request -> bench.reply(request.requestId()));
        String intentId = create(orderId, cost);
        Stream.of(key + "-pay", key + "-pay", key + "-pay-other")
                .map(each -> WorkerBench.confirm(intentId, paymentMethod, each))
                .peek(bench::send)
                .toList()
                .forEach(request -> bench.reply(request.requestId()));
    }

    private void payTwice(String orderId, Money cost, Random luck) throws StripeException {
        String ours = create(orderId, cost);
        String theirs = customers.intentOf(orderId, cost);
        customers.pay(ours, one(GOOD, luck));
        customers.pay(theirs, one(GOOD, luck));
    }

    private void adopt(String orderId, Money money) throws StripeException {
        customers.pay(customers.intentOf(orderId, money), GOOD.getFirst());
    }

    private void changeCost(String orderId, Money cost) throws StripeException {
        String intentId = create(orderId, cost);
        bench.sql.update("UPDATE orders SET total_amount = total_amount + 1 WHERE id = ?", orderId);
        customers.pay(intentId, GOOD.getFirst());
    }

    private String cancelOrder(String orderId, Money cost) {
        String intentId = create(orderId, cost);
        bench.sql.update("UPDATE orders SET status = 'canceled' WHERE id = ?", orderId);
        canceledByStorefront.add(orderId);
        return intentId;
    }

    private void beRefused(Money tooLittle) {
        bench.ask(request(bench.order(tooLittle.amount().toPlainString(), tooLittle.currency()), tooLittle, null));
    }

    private void orderLate(Money cost) throws StripeException {
        String orderId = "order-" + UUID.randomUUID();
        adopt(orderId, cost);
        List<String> events = bench.stripe.events().stream()
                .filter(event -> event.json().contains(orderId))
                .map(StripeEvent::id)
                .toList();
        String parked = "SELECT COUNT(*) FROM parked_events WHERE event_id IN ('" + String.join("','", events) + "')";
        await().atMost(WorkerBench.PATIENCE).until(() -> bench.sql.queryForObject(parked, Long.class) > 0);
        bench.sql.update(
                "INSERT INTO orders (id, user_id, total_amount, currency) VALUES (?, ?, ?, ?)",
                orderId,
                WorkerBench.USER,
                cost.amount(),
                cost.currency());
    }

    private void beForeign(Money money, Random luck) throws StripeException {
        Map<String, String> metadata = luck.nextBoolean() ? Map.of() : Map.of("order_id", "of another shop");
        customers.pay(customers.intent(money, metadata), GOOD.getFirst());
    }

    private static Money cost(Random luck) {
        return cost(one(CURRENCIES, luck), luck);
    }

    private static Money usd(Random luck) {
        return cost("usd", luck);
    }

    private static Money cost(String currency, Random luck) {
        int decimals = ChargeCurrency.fractionDigits(currency);
        int whole = luck.nextInt(200, 900);
        int fraction = decimals == 0 ? 0 : luck.nextInt(100);
        return new Money(new BigDecimal("%d.%02d".formatted(whole, fraction)), currency);
    }

    private static String one(List<String> of, Random luck) {
        return of.get(luck.nextInt(of.size()));
    }
}
