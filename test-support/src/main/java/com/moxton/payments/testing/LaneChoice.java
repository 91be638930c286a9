package com.moxton.payments.testing;

import org.jspecify.annotations.Nullable;

/**
 * The lane of this run and why it is that one.
 *
 * @param reason for people
 */
record LaneChoice(Lane lane, String reason) {
    private static final String SETTING = "payments.infra";

    private static final LaneChoice OF_THIS_RUN = choose(System.getProperty(SETTING), DockerEngine::obstacle);

    static LaneChoice ofThisRun() {
        return OF_THIS_RUN;
    }

    /**
     * @param asked the setting; null or blank when it is absent
     * @param obstacle why containers can't be used, null when they can; asked only when it matters
     */
    static LaneChoice choose(@Nullable String asked, Obstacle obstacle) {
        if (asked != null && !asked.isBlank()) {
            return new LaneChoice(Lane.named(asked.strip()), "as -D" + SETTING + " says");
        }
        String why = obstacle.find();
        return why == null
                ? new LaneChoice(Lane.CONTAINERS, "a Docker engine answers and has the images")
                : new LaneChoice(Lane.EMBEDDED, why);
    }

    @Override
    public String toString() {
        return SETTING + "=" + lane.word() + " (" + reason + ")";
    }

    interface Obstacle {
        @Nullable
        String find();
    }
}
