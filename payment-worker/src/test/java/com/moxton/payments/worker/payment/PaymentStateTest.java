package com.moxton.payments.worker.payment;

import static com.moxton.payments.worker.payment.Observations.batches;
import static com.moxton.payments.worker.payment.Observations.birth;
import static com.moxton.payments.worker.payment.Observations.history;
import static com.moxton.payments.worker.payment.Observations.seen;
import static com.moxton.payments.worker.payment.Observations.shuffled;
import static com.moxton.payments.worker.payment.Observations.uuid;
import static com.moxton.payments.worker.payment.PaymentStatus.CANCELED;
import static com.moxton.payments.worker.payment.PaymentStatus.PROCESSING;
import static com.moxton.payments.worker.payment.PaymentStatus.REQUIRES_ACTION;
import static com.moxton.payments.worker.payment.PaymentStatus.REQUIRES_PAYMENT_METHOD;
import static com.moxton.payments.worker.payment.PaymentStatus.SUCCEEDED;
import static org.assertj.core.api.Assertions.assertThat;

import com.moxton.payments.events.PaymentError;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PaymentStateTest {

    private static final int HISTORIES = 400;

    @ParameterizedTest
    @ValueSource(longs = {1, 20_261_123, 42_000_000_007L})
    void ORDER_INDEPENDENT_joinIsCommutativeAssociativeIdempotent(long seed) {
        Random random = new Random(seed);
        for (int i = 0; i < HISTORIES; i++) {
            List<PaymentState> states = history(random, "pi_1", "order-1", uuid(1), "10.00").stream()
                    .map(PaymentState::of)
                    .toList();
            for (PaymentState a : states) {
                assertThat(a.join(a)).isEqualTo(a);
                for (PaymentState b : states) {
                    PaymentState ab = a.join(b);
                    assertThat(ab).as("%s with %s", a, b).isEqualTo(b.join(a));
                    assertThat(ab.join(b)).isEqualTo(ab);
                    for (PaymentState c : states) {
                        assertThat(ab.join(c)).as("%s with %s with %s", a, b, c).isEqualTo(a.join(b.join(c)));
                    }
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {7, 1_234_567})
    void ORDER_INDEPENDENT_anyPermutationDuplicationAndCutIntoBatchesEndsInTheSameState(long seed) {
        Random random = new Random(seed);
        for (int i = 0; i < HISTORIES; i++) {
            List<Observation> history = history(random, "pi_1", "order-1", uuid(1), "10.00");
            PaymentState expected = bySpecification(history);
            for (int way = 0; way < 10; way++) {
                List<Observation> shuffled = shuffled(history, random);
                PaymentState oneByOne = join(shuffled);
                PaymentState inBatches = batches(shuffled, random).stream()
                        .map(PaymentStateTest::join)
                        .reduce(PaymentState::join)
                        .orElseThrow();
                assertThat(oneByOne).as("%s", shuffled).isEqualTo(expected);
                assertThat(inBatches).as("%s", shuffled).isEqualTo(expected);
            }
        }
    }

    private static PaymentState join(List<Observation> observations) {
        return observations.stream()
                .map(PaymentState::of)
                .reduce(PaymentState::join)
                .orElseThrow();
    }

    /** The rule once more, as one would say it of a whole set. */
    private static PaymentState bySpecification(List<Observation> set) {
        PaymentStatus.Finality finality = set.stream()
                .map(seen -> seen.intent().status().finality())
                .max(Comparator.naturalOrder())
                .orElseThrow();
        List<Observation> candidates = set.stream()
                .filter(seen -> seen.intent().status().finality() == finality)
                .toList();
        if (finality != PaymentStatus.Finality.OPEN) {
            var first = candidates.stream().map(Observation::at).min(Comparator.naturalOrder());
            return candidates.stream()
                    .filter(seen -> seen.at().equals(first.orElseThrow()))
                    .max(Comparator.comparing(Observation::id))
                    .map(PaymentState::of)
                    .orElseThrow();
        }
        var last = candidates.stream().map(Observation::at).max(Comparator.naturalOrder());
        List<Observation> atLast = candidates.stream()
                .filter(seen -> seen.at().equals(last.orElseThrow()))
                .toList();
        PaymentState top = atLast.stream()
                .max(Comparator.comparing((Observation seen) -> !seen.birth())
                        .thenComparing(seen -> seen.intent().status().rank())
                        .thenComparing(Observation::id))
                .map(PaymentState::of)
                .orElseThrow();
        boolean doubt = atLast.stream()
                        .filter(seen -> !seen.birth())
                        .map(seen -> seen.intent().status() + "/"
                                + code(seen.intent().lastError()))
                        .collect(Collectors.toSet())
                        .size()
                > 1;
        return new PaymentState(
                top.status(),
                top.amount(),
                top.amountReceived(),
                top.lastError(),
                top.metadata(),
                top.observedAt(),
                top.observedBy(),
                top.birth(),
                doubt);
    }

    private static String code(@org.jspecify.annotations.Nullable PaymentError error) {
        return error == null ? "none" : String.valueOf(error.code());
    }

    @Test
    void NO_REGRESSION_finalStatesAbsorb() {
        PaymentState succeeded = PaymentState.of(seen("evt_b", 5, SUCCEEDED));
        PaymentState canceled = PaymentState.of(seen("evt_c", 9, CANCELED));
        for (PaymentStatus status : List.of(REQUIRES_PAYMENT_METHOD, REQUIRES_ACTION, PROCESSING)) {
            PaymentState later = PaymentState.of(seen("evt_z", 100, status));
            assertThat(succeeded.join(later)).isEqualTo(succeeded);
            assertThat(later.join(succeeded)).isEqualTo(succeeded);
            assertThat(canceled.join(later)).isEqualTo(canceled);
            assertThat(later.join(canceled)).isEqualTo(canceled);
        }
        assertThat(canceled.join(succeeded))
                .as("money that arrived is never forgotten")
                .isEqualTo(succeeded);
    }

    @Test
    void finalStateIsAsOldAsItsFirstObservation() {
        PaymentState first = PaymentState.of(seen("evt_a", 5, SUCCEEDED));
        PaymentState again = PaymentState.of(seen("evt_b", 8, SUCCEEDED));
        assertThat(again.join(first).observedAt()).isEqualTo(first.observedAt());
    }

    @Test
    void birthIsBelowAllOfItsSecondAndNeverInConflict() {
        PaymentState action = PaymentState.of(seen("evt_a", 0, REQUIRES_ACTION));
        PaymentState joined = PaymentState.of(birth("evt_z")).join(action);
        assertThat(joined).isEqualTo(action);
        assertThat(joined.inDoubt()).isFalse();
    }

    @Test
    void twoOpenStatesOfOneSecondAreInDoubtUntilALaterOne() {
        PaymentState doubt =
                PaymentState.of(seen("evt_a", 3, REQUIRES_ACTION)).join(PaymentState.of(seen("evt_b", 3, PROCESSING)));
        assertThat(doubt.status()).isEqualTo(PROCESSING);
        assertThat(doubt.inDoubt()).isTrue();
        assertThat(doubt.join(PaymentState.of(seen("evt_c", 2, REQUIRES_ACTION)))
                        .inDoubt())
                .isTrue();
        assertThat(doubt.join(PaymentState.of(seen("evt_c", 4, REQUIRES_ACTION)))
                        .inDoubt())
                .isFalse();
        assertThat(doubt.join(PaymentState.of(seen("evt_c", 1, SUCCEEDED))).inDoubt())
                .isFalse();
    }

    @Test
    void twoDeclinesOfOneSecondForDifferentReasonsAreInDoubt() {
        PaymentState one = PaymentState.of(seen("evt_a", 3, REQUIRES_PAYMENT_METHOD, Observations.DECLINED));
        PaymentState other = PaymentState.of(
                seen("evt_b", 3, REQUIRES_PAYMENT_METHOD, new PaymentError("expired_card", null, null)));
        PaymentState byAnotherIssuersRule = PaymentState.of(seen(
                "evt_d",
                3,
                REQUIRES_PAYMENT_METHOD,
                new PaymentError("card_declined", "generic_decline", "Declined.")));
        PaymentState same = PaymentState.of(seen(
                "evt_c",
                3,
                REQUIRES_PAYMENT_METHOD,
                new PaymentError("card_declined", "insufficient_funds", "In other words.")));
        assertThat(one.join(other).inDoubt()).isTrue();
        assertThat(one.join(byAnotherIssuersRule).inDoubt()).isTrue();
        assertThat(one.join(same).inDoubt()).isFalse();
    }
}
