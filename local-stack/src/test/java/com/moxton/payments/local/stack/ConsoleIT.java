package com.moxton.payments.local.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.moxton.payments.local.stack.Shop.Order;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.Keys;

/** An engineer on call at the console, with the whole stack behind it. */
class ConsoleIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private static Browser browser;
    private static Shop shop;
    private static String console;
    private static String password;

    @BeforeAll
    static void start() throws Exception {
        browser = Browser.orSkip();
        StackProcess stack = SharedStack.running();
        shop = SharedStack.shop();
        console = "http://localhost:%s".formatted(SharedStack.settings().get("WORKER_PORT"));
        Matcher told = Pattern.compile("sign in as ops, password (\\S+)").matcher(stack.output());
        assertThat(told.find()).as("the stack tells the password it made up").isTrue();
        password = told.group(1);
    }

    @AfterAll
    static void stop() {
        if (browser != null) {
            browser.close();
        }
    }

    @BeforeEach
    void signIn() {
        browser.look(Browser.WIDE, "light");
        open("/");
        if (browser.visible("#password")) {
            signIn(password);
            shows("#live");
        }
    }

    @Test
    void signsInAfterAWrongPasswordAndOut() {
        browser.click("#sign-out");
        shows("#password");
        assertThat(browser.text("#done")).isEqualTo("You are signed out.");
        browser.picture("console-sign-in");
        signIn("not-" + password);
        await().atMost(PATIENCE).until(() -> browser.text("#problem").equals("The name or the password is wrong."));

        open("/replays");
        shows("#password");
        signIn(password);
        await().atMost(PATIENCE).until(() -> browser.url().equals(console + "/replays"));
        open("/no-such-page");
        assertThat(browser.text("#what")).contains("There is no such page");
        browser.picture("console-not-found");
    }

    @Test
    void showsHowThingsStand() {
        for (int i = 0; i < 4; i++) {
            paid("2%d.50".formatted(i));
        }
        open("/");
        await().atMost(PATIENCE).until(() -> browser.visible("#chart canvas"));
        await().atMost(PATIENCE)
                .ignoreExceptions()
                .untilAsserted(() -> assertThat(browser.text("#live"))
                        .contains("stripe.events", "nothing waits", "closed", "applied"));
        browser.picture("console-overview");
        browser.click("figcaption summary");
        await().atMost(PATIENCE).until(() -> browser.visible("figcaption table"));
        isWellBehaved();
    }

    @Test
    void findsAPaymentAndReadsItsTimeline() {
        Order order = paid("31.20");
        open("/payments");
        browser.element("input[name=any]").sendKeys(order.id());
        browser.click("#find");
        await().atMost(PATIENCE)
                .ignoreExceptions()
                .until(() -> browser.url().contains(order.id()) && browser.visible("tbody tr a[href^='/payments/']"));
        browser.picture("console-payments");
        browser.click("tbody tr a[href^='/payments/']");
        shows("#timeline");
        assertThat(browser.text("main")).contains(order.id(), "31.20 USD");
        assertThat(browser.text("#timeline")).contains("payment_intent.succeeded");
        browser.picture("console-timeline");
        isWellBehaved();
    }

    @Test
    void findsWhatIsWrongRehearsesTheRepairAndRunsIt() {
        List<Order> orders = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            orders.add(paid("1%d.90".formatted(i)));
        }
        orders.forEach(order -> shop.spoil(
                "UPDATE orders SET status = 'pending', paid_at = NULL, version = version + 1 WHERE id = ?",
                order.id()));
        String ids = String.join(" ", orders.stream().map(Order::id).toList());

        open("/replays");
        browser.click("#new-audit");
        browser.element("textarea[name=orders]").sendKeys(ids);
        browser.element("input[name=reason]").sendKeys("customers say they have paid");
        browser.picture("console-audit-form");
        browser.click("#start-audit");
        shows("#repair");
        assertThat(browser.text("#result")).contains("3 orders", "differ");
        browser.picture("console-audit");

        browser.click("#repair");
        assertThat(browser.element("textarea[name=orders]").getAttribute("value"))
                .contains(orders.getFirst().id());
        assertThat(browser.element("input[name=force]").isSelected()).isTrue();
        browser.picture("console-replay-form");
        browser.click("#dry-run");
        shows("#run-this");
        assertThat(browser.text("#result")).contains("3 orders", "would change");
        assertThat(browser.text("#differences")).contains("status", "pending", "paid");
        browser.picture("console-dry-run");
        orders.forEach(order -> assertThat(shop.orderStatus(order)).isEqualTo("pending"));

        browser.element("#run-form input[name=rate]").sendKeys("2");
        browser.click("#run-this");
        shows("#confirm[open]");
        assertThat(browser.text("#confirm")).contains("Publish", "once more, forced?");
        browser.picture("console-confirm");
        browser.click("#confirm button[value=yes]");
        shows("#progress progress");
        browser.picture("console-running");
        await().atMost(PATIENCE).until(() -> browser.text("#progress").contains("completed"));
        assertThat(browser.text("#progress")).contains("applied");
        browser.picture("console-replay");
        orders.forEach(order -> assertThat(shop.orderStatus(order)).isEqualTo("paid"));

        open("/audit");
        assertThat(browser.text("main")).contains("replay.start", "replay.dry-run", "audit.start", "ops");
        browser.picture("console-audit-log");
        open("/replays");
        browser.picture("console-replays");
        isWellBehaved();
    }

    @Test
    void showsWhatCouldNotBeProcessedAndWhy() throws Exception {
        publishNonsense("nonsense-of-the-console");
        await().atMost(PATIENCE).until(() -> {
            open("/dead-letters?text=nonsense-of-the-console");
            return browser.visible("tbody tr a");
        });
        assertThat(browser.text("tbody")).contains("malformed", "nonsense-of-the-console");
        browser.picture("console-dead-letters");
        browser.click("tbody tr a");
        shows("#source");
        assertThat(browser.text("#source")).contains("stripe.events, partition");
        browser.click("details.raw summary");
        await().atMost(PATIENCE).until(() -> browser.text("details.raw .body").contains("not what Stripe sends"));
        browser.picture("console-dead-letter");
        isWellBehaved();
    }

    @Test
    void keepsWhatWasTypedAndSaysWhatIsWrong() {
        open("/replays/new");
        browser.element("input[name=types]").sendKeys("DROP TABLE");
        browser.element("input[name=reason]").sendKeys("a try");
        browser.click("#dry-run");
        shows("#problem");
        assertThat(browser.text("#problem")).contains("filter.types");
        assertThat(browser.element("input[name=types]").getAttribute("value")).isEqualTo("DROP TABLE");
        assertThat(browser.element("input[name=reason]").getAttribute("value")).isEqualTo("a try");
        browser.picture("console-wrong-input");
    }

    @Test
    void canBeUsedByKeyboardAlone() {
        open("/replays");
        browser.keys(Keys.TAB);
        assertThat(browser.script("return document.activeElement.className")).isEqualTo("skip");
        browser.keys(Keys.ENTER);
        browser.keys(Keys.TAB);
        assertThat(browser.focus()).isEqualTo("new-replay");
        browser.keys(Keys.TAB);
        assertThat(browser.focus()).isEqualTo("new-audit");
        browser.keys(Keys.ENTER);
        shows("#start-audit");
        browser.element("textarea[name=orders]")
                .sendKeys("order-of-nobody", Keys.TAB, Keys.TAB, "by keyboard", Keys.ENTER);
        await().atMost(PATIENCE).until(() -> browser.text("#result").contains("Every row is as the log says."));
    }

    private static Order paid(String amount) {
        Order order = shop.order(amount, "usd");
        String intent = shop.createIntent(order).text("intentId");
        shop.confirm(order, intent, "pm_card_visa");
        await().atMost(PATIENCE).until(() -> shop.orderStatus(order).equals("paid"));
        // What the audit compares with.
        await().atMost(PATIENCE)
                .until(() -> shop.row(
                                "SELECT outcome FROM processed_events WHERE intent_id = ? AND type = ?",
                                intent,
                                "payment_intent.succeeded")
                        .containsKey("outcome"));
        return order;
    }

    private static void publishNonsense(String key) throws Exception {
        String kafka = SharedStack.settings()
                .getOrDefault(
                        "KAFKA_BOOTSTRAP_SERVERS",
                        "127.0.0.1:" + SharedStack.settings().get("KAFKA_PORT"));
        try (KafkaProducer<String, String> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", kafka), new StringSerializer(), new StringSerializer())) {
            producer.send(new ProducerRecord<>("stripe.events", key, "not what Stripe sends"))
                    .get();
        }
    }

    private static void signIn(String with) {
        browser.element("#username").sendKeys("ops");
        browser.element("#password").sendKeys(with);
        browser.click("#sign-in");
    }

    private static void open(String path) {
        browser.open(console + path);
    }

    private static void shows(String css) {
        await().atMost(PATIENCE).ignoreExceptions().until(() -> browser.visible(css));
    }

    /** Nothing the browser had to refuse: no script or style of which the policy knows nothing, no error. */
    private static void isWellBehaved() {
        assertThat(browser.complaints()).isEmpty();
    }
}
