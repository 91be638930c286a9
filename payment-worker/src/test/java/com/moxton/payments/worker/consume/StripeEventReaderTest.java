package com.moxton.payments.worker.consume;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.moxton.payments.events.HeaderNames;
import com.moxton.payments.events.MalformedEventException;
import com.moxton.payments.events.Money;
import com.moxton.payments.events.PaymentError;
import com.moxton.payments.events.kafka.RecordHeaders;
import com.moxton.payments.worker.payment.IntentSnapshot;
import com.moxton.payments.worker.payment.Observation;
import com.moxton.payments.worker.payment.PaymentStatus;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Objects;
import java.util.Random;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StripeEventReaderTest {

    private final StripeEventReader reader = new StripeEventReader();
    private final StripeEventFixture birth = StripeEventFixture.birth("order-1", 4999);

    @Test
    void readsWhatAnEventShowsOfAPayment() {
        StripeEventFixture declined = birth.declined(7, "card_declined");
        StripeEvent event = reader.read(declined.json());
        assertThat(event.id()).isEqualTo(declined.id());
        assertThat(event.type()).isEqualTo("payment_intent.payment_failed");
        assertThat(event.created()).isEqualTo(Instant.ofEpochSecond(StripeEventFixture.BIRTH + 7));
        assertThat(event.livemode()).isFalse();
        assertThat(event.account()).isNull();
        assertThat(event.intentId()).isEqualTo(declined.intentId());
        assertThat(event.observation())
                .isEqualTo(new Observation(
                        declined.id(),
                        null,
                        "payment_intent.payment_failed",
                        Instant.ofEpochSecond(StripeEventFixture.BIRTH + 7),
                        false,
                        new IntentSnapshot(
                                declined.intentId(),
                                PaymentStatus.REQUIRES_PAYMENT_METHOD,
                                new Money(new BigDecimal("49.99"), "usd"),
                                BigDecimal.ZERO,
                                new PaymentError("card_declined", "insufficient_funds", "Your card was declined."),
                                declined.metadata(),
                                Instant.ofEpochSecond(StripeEventFixture.BIRTH))));
    }

    @Test
    void onlyCreatedIsABirth() {
        assertThat(observation(birth.text()).birth()).isTrue();
        assertThat(observation(birth.succeeded(1).text()).birth()).isFalse();
    }

    @Test
    void takesTheOtherSpellingOfAFailure() {
        String text = birth.declined(1, "expired_card")
                .text()
                .replace("payment_intent.payment_failed", "payment_intent.failed");
        assertThat(reader.read(bytes(text)).type()).isEqualTo("payment_intent.failed");
        assertThat(observation(text).cause()).isEqualTo("payment_intent.payment_failed");
    }

    @ParameterizedTest
    @CsvSource({"jpy, 500, 500", "usd, 500, 5.00", "ugx, 500, 5", "kwd, 5120, 5.12", "USD, 1, 0.01"})
    void countsInTheCurrencysOwnUnits(String currency, long smallest, BigDecimal major) {
        String text = birth.text().replace("\"usd\"", '"' + currency + '"').replace("4999", Long.toString(smallest));
        assertThat(observation(text).intent().amount()).isEqualTo(new Money(major, currency));
    }

    @Test
    void ofAnErrorWithoutACodeTheTypeIsKept() {
        String text = birth.declined(1, "x").text().replace("\"code\": \"x\", ", "");
        assertThat(Objects.requireNonNull(observation(text).intent().lastError())
                        .code())
                .isEqualTo("card_error");
    }

    @Test
    void succeededWithoutAmountReceivedReceivedItsAmount() {
        String text = birth.succeeded(1).text().replace("\"amount_received\": 4999,", "");
        assertThat(observation(text).intent().amountReceived()).isEqualByComparingTo("49.99");
    }

    @Test
    void nothingButOurFieldsMatters() {
        String text = birth.text()
                .replace("\"livemode\": false,", "")
                .replace("\"object\": \"event\",", "\"new_in_2031\": [{\"a\": [1, {}]}, -0.1e-400],")
                .replace("\"created\": %d,\n      \"currency\"".formatted(StripeEventFixture.BIRTH), "\"currency\"");
        StripeEvent event = reader.read(bytes(text));
        assertThat(event.livemode()).isNull();
        assertThat(event.observation()).isNotNull();
    }

    @Test
    void connectedAccountIsTold() {
        String text = birth.text().replace("\"livemode\": false", "\"account\": \"acct_1\", \"livemode\": true");
        assertThat(reader.read(bytes(text)).account()).isEqualTo("acct_1");
        assertThat(reader.read(bytes(text)).livemode()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({", , ", "acct_1, , acct_1", ", acct_1, acct_1", "acct_1, acct_1, acct_1"})
    void accountIsTheEventsOrTheHeaders(@Nullable String named, @Nullable String header, @Nullable String account) {
        StripeEvent event = reader.read(record(named, header));

        assertThat(event.account()).isEqualTo(account);
        assertThat(Objects.requireNonNull(event.observation()).account()).isEqualTo(account);
    }

    @ParameterizedTest
    @CsvSource({"acct_1, acct_2", "acct_1, ''", ", 'acct 1'", ", ''"})
    void accountThatTwoSayDifferentlyIsNobodys(@Nullable String named, String header) {
        assertThatExceptionOfType(MalformedEventException.class)
                .isThrownBy(() -> reader.read(record(named, header)))
                .withMessageStartingWith("account");
    }

    private ConsumerRecord<byte[], byte[]> record(@Nullable String named, @Nullable String header) {
        String text = named == null
                ? birth.text()
                : birth.text().replace("\"livemode\": false", "\"livemode\": false, \"account\": \"" + named + "\"");
        ConsumerRecord<byte[], byte[]> record =
                new ConsumerRecord<>("stripe.events", 0, 0, null, text.getBytes(StandardCharsets.UTF_8));
        RecordHeaders.put(record.headers(), HeaderNames.STRIPE_ACCOUNT, header);
        return record;
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'object':'charge','payment_intent':'pi_7','amount':'x'} | pi_7",
                "{'object':'charge','payment_intent':{'id':'pi_8'}}        | pi_8",
                "{'object':'payment_intent','id':'pi_9','status':7}        | pi_9",
                "{'object':'charge','payment_intent':null}                 | ",
                "{'object':'charge','payment_intent':[1]}                  | ",
                "{'object':'charge','payment_intent':'with blank'}         | ",
                "7                                                         | "
            })
    void eventsOfOtherTypesAreIgnoredWhateverTheyHold(String object, String intentId) {
        StripeEvent event = reader.read(
                bytes("{'id':'evt_1','type':'charge.updated','created':1,'data':{'object':%s}}".formatted(object)));
        assertThat(event.observation()).isNull();
        assertThat(event.intentId()).isEqualTo(intentId);
    }

    @Test
    void eventWithoutDataIsIgnoredWhenItsTypeIs() {
        assertThat(reader.read(bytes("{'id':'evt_1','type':'x.y','created':1}")).observation())
                .isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "null",
                "[]",
                "7",
                "'text'",
                "{",
                "{'id':'evt_1'",
                "{}{}",
                "{'id':'evt_1','type':'x.y'}",
                "{'id':'evt_1','created':1}",
                "{'type':'x.y','created':1}",
                "{'id':7,'type':'x.y','created':1}",
                "{'id':'','type':'x.y','created':1}",
                "{'id':'evt 1','type':'x.y','created':1}",
                "{'id':'évt','type':'x.y','created':1}",
                "{'id':'evt_1','type':'x.y','created':'1'}",
                "{'id':'evt_1','type':'x.y','created':1.5}",
                "{'id':'evt_1','type':'x.y','created':-1}",
                "{'id':'evt_1','type':'x.y','created':99999999999999}",
                "{'id':'evt_1','type':'x.y','created':9999999999999999999999}",
                "{'id':'evt_1','id':'evt_2','type':'x.y','created':1}",
                "{'id':'evt_1','type':'x.y','created':1,'a':{'b':1,'b':2}}",
                "{'id':'evt_1','type':'x.y','created':1,'livemode':'no'}",
                "{'id':'evt_1','type':'x.y','created':1,'account':7}",
                "{'id':'evt_1','type':'x.y','created':1,'account':'a b'}",
                "{'object':'list','id':'evt_1','type':'x.y','created':1}",
                "{'object':7,'id':'evt_1','type':'x.y','created':1}",
                "{'id':'evt_1','type':'payment_intent.succeeded','created':1}",
                "{'id':'evt_1','type':'payment_intent.succeeded','created':1,'data':[]}",
                "{'id':'evt_1','type':'payment_intent.succeeded','created':1,'data':{'object':null}}",
                "{'id':'evt_1','type':'payment_intent.succeeded','created':1,'data':{'object':'pi_1'}}",
                "{'id':'evt_1','type':'payment_intent.succeeded','created':1,'data':{'object':{'object':'charge'}}}",
            })
    void malformed(String text) {
        assertThatExceptionOfType(MalformedEventException.class).isThrownBy(() -> reader.read(bytes(text)));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"status\": \"succeeded\" | \"status\": \"paid\"",
                "\"status\": \"succeeded\" | \"status\": \"requested\"",
                "\"status\": \"succeeded\" | \"status\": null",
                "\"amount\": 4999          | \"amount\": \"4999\"",
                "\"amount\": 4999          | \"amount\": 49.99",
                "\"amount\": 4999          | \"amount\": -1",
                "\"amount\": 4999          | \"amount\": 9223372036854775807",
                "\"amount\": 4999          | \"amount\": 1e3",
                "\"amount_received\": 4999 | \"amount_received\": [1]",
                "\"currency\": \"usd\"     | \"currency\": \"xxxx\"",
                "\"currency\": \"usd\"     | \"currency\": {}",
                "\"currency\": \"usd\"     | \"currency\": \"ugx\"",
                "\"last_payment_error\": null | \"last_payment_error\": \"declined\"",
                "\"last_payment_error\": null | \"last_payment_error\": {\"code\": 7}",
                "\"order_id\":\"order-1\"  | \"order_id\":7",
                "\"livemode\": false       | \"livemode\": 0"
            })
    void malformedWhereItConcernsUs(String part, String instead) {
        String text = birth.succeeded(1).text();
        assertThat(text).contains(part);
        assertThatExceptionOfType(MalformedEventException.class)
                .isThrownBy(() -> reader.read(text.replace(part, instead).getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void malformedNeverQuotesTheBody() {
        String text = birth.text().replace("\"requires_payment_method\"", "\"pi_1_secret_x\"");
        assertThatExceptionOfType(MalformedEventException.class)
                .isThrownBy(() -> reader.read(bytes(text)))
                .withMessageNotContaining("secret");
        assertThatExceptionOfType(MalformedEventException.class)
                .isThrownBy(() -> reader.read(bytes("{'client_secret': 'pi_1_secret_x' 'y'")))
                .withMessageNotContaining("secret");
    }

    @Test
    void hugeNumbersAndDeepTreesAreMalformedAndNoCrash() {
        String digits = "9".repeat(100_000);
        String deep = "[".repeat(100_000);
        for (String text : new String[] {
            "{'id':'evt_1','type':'x.y','created':" + digits + "}",
            "{'id':'evt_1','type':'x.y','created':1,'a':" + deep,
            birth.text().replace("4999", digits),
            birth.text().replace("\"pi_", "\"" + "p".repeat(300)),
        }) {
            assertThatExceptionOfType(MalformedEventException.class).isThrownBy(() -> reader.read(bytes(text)));
        }
    }

    @Test
    void emptyRecordIsMalformed() {
        assertThatExceptionOfType(MalformedEventException.class).isThrownBy(() -> reader.read((byte[]) null));
    }

    @Test
    void brokenBytesAreReadOrMalformedAndNothingElse() {
        Random random = new Random(17);
        byte[] whole = birth.declined(3, "card_declined").json();
        for (int i = 0; i < 20_000; i++) {
            byte[] broken = whole.clone();
            for (int n = 0; n <= random.nextInt(4); n++) {
                broken[random.nextInt(broken.length)] = (byte) random.nextInt(256);
            }
            if (random.nextBoolean()) {
                broken = java.util.Arrays.copyOf(broken, random.nextInt(broken.length));
            }
            try {
                assertThat(reader.read(broken).id()).isNotBlank();
            } catch (MalformedEventException e) {
                assertThat(e).hasMessageNotContaining("_secret_");
            }
        }
    }

    private Observation observation(String text) {
        return Objects.requireNonNull(reader.read(bytes(text)).observation());
    }

    private static byte[] bytes(String text) {
        return text.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
    }
}
