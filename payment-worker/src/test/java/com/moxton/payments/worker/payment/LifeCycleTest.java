package com.moxton.payments.worker.payment;

import static com.moxton.payments.worker.payment.Observations.seen;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * The whole matrix: rows are what is known, columns are what is observed, and the cells say what stands after an
 * observation of an earlier, the same and a later second. {@code ?} marks doubt that Stripe has to settle.
 */
class LifeCycleTest {

    private static final List<PaymentStatus> STRIPES = Arrays.stream(PaymentStatus.values())
            .filter(status -> status.finality() != PaymentStatus.Finality.UNSEEN)
            .toList();

    @Test
    void matrix() {
        assertThat(print()).isEqualTo("""
                known \\ seen            req_method           req_confirmation     req_action           processing           req_capture          canceled             succeeded
                req_method              M M M                M C? C               M A? A               M P? P               M H? H               X X X                S S S
                req_confirmation        C C? M               C C C                C A? A               C P? P               C H? H               X X X                S S S
                req_action              A A? M               A A? C               A A A                A P? P               A H? H               X X X                S S S
                processing              P P? M               P P? C               P P? A               P P P                P H? H               X X X                S S S
                req_capture             H H? M               H H? C               H H? A               H H? P               H H H                X X X                S S S
                canceled                X X X                X X X                X X X                X X X                X X X                X X X                S S S
                succeeded               S S S                S S S                S S S                S S S                S S S                S S S                S S S
                """);
    }

    private static String print() {
        StringBuilder matrix = new StringBuilder("known \\ seen            ")
                .append(STRIPES.stream()
                        .map(status -> "%-20s".formatted(name(status)))
                        .collect(Collectors.joining(" "))
                        .stripTrailing())
                .append('\n');
        for (PaymentStatus known : STRIPES) {
            matrix.append("%-24s".formatted(name(known)))
                    .append(STRIPES.stream()
                            .map(observed -> "%-20s".formatted(cell(known, observed)))
                            .collect(Collectors.joining(" "))
                            .stripTrailing())
                    .append('\n');
        }
        return matrix.toString();
    }

    private static String cell(PaymentStatus known, PaymentStatus observed) {
        return java.util.stream.Stream.of(-1, 0, 1)
                .map(later -> PaymentState.of(seen("evt_b", 5, known))
                        .join(PaymentState.of(seen("evt_a", 5 + later, observed))))
                .map(state -> letter(state.status()) + (state.inDoubt() ? "?" : ""))
                .collect(Collectors.joining(" "));
    }

    private static String name(PaymentStatus status) {
        return status.wireName().replace("requires_payment_", "req_").replace("requires_", "req_");
    }

    private static String letter(PaymentStatus status) {
        return switch (status) {
            case REQUIRES_PAYMENT_METHOD -> "M";
            case REQUIRES_CONFIRMATION -> "C";
            case REQUIRES_ACTION -> "A";
            case PROCESSING -> "P";
            case REQUIRES_CAPTURE -> "H";
            case CANCELED -> "X";
            case SUCCEEDED -> "S";
            case REQUESTED, FAILED -> throw new IllegalArgumentException(status + " is never observed");
        };
    }
}
