package com.moxton.payments.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class LaneChoiceTest {

    @ParameterizedTest
    @EnumSource
    void doesWhatItIsTold(Lane lane) {
        LaneChoice choice = LaneChoice.choose(lane.word(), () -> {
            throw new AssertionError("asked for a Docker engine");
        });

        assertThat(choice.lane()).isEqualTo(lane);
    }

    @Test
    void takesContainersWhereTheyWork() {
        assertThat(LaneChoice.choose(null, () -> null).lane()).isEqualTo(Lane.CONTAINERS);
    }

    @Test
    void takesTheEmbeddedPartsElsewhereAndSaysWhy() {
        assertThat(LaneChoice.choose("", () -> "no Docker engine here"))
                .hasToString("payments.infra=embedded (no Docker engine here)");
    }

    @Test
    void namesTheSettingWhenItMakesNoSense() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> LaneChoice.choose("docker", () -> null))
                .withMessage("payments.infra must be embedded, containers or external, not 'docker'");
    }
}
