package com.moxton.payments.simulator.knob;

import java.time.Duration;
import java.time.format.DateTimeParseException;
import tools.jackson.databind.JsonNode;

/** Reads and checks what a knob is turned to. */
final class Shares {

    private Shares() {}

    static double share(String knob, double share) {
        if (!(share >= 0 && share <= 1)) {
            throw new IllegalArgumentException("%s must lie between 0 and 1".formatted(knob));
        }
        return share;
    }

    static Duration notNegative(String knob, Duration duration) {
        if (duration.isNegative()) {
            throw new IllegalArgumentException("%s must not be negative".formatted(knob));
        }
        return duration;
    }

    static double number(String knob, JsonNode value) {
        if (!value.isNumber()) {
            throw new IllegalArgumentException("%s must be a number".formatted(knob));
        }
        return value.doubleValue();
    }

    static Duration duration(String knob, JsonNode value) {
        if (value.isNumber()) {
            return Duration.ofMillis(Math.round(value.doubleValue() * 1000));
        }
        try {
            return Duration.parse(value.asString(""));
        } catch (DateTimeParseException e) {
            throw new IllegalArgumentException("%s must be a duration such as PT0.3S, or seconds".formatted(knob));
        }
    }
}
