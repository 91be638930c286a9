package com.moxton.payments.resilience;

import com.moxton.payments.events.Topic;
import com.moxton.payments.resilience.load.Poison;
import com.moxton.payments.resilience.parts.Installation;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** NOTHING_DROPPED: ten kinds of records that can't be processed, in every topic, between those of customers. */
class PoisonIT extends Faults {

    /** What is poison here has to be a dead letter. The other topics' readers pass over it. */
    private static final Set<Topic> CONSUMED = EnumSet.of(Topic.STRIPE_EVENTS, Topic.PAYMENT_REQUESTS);

    /** Poison in a dead-letter topic comes from nowhere. */
    private static final String OF_NO_SOURCE = "null:null:null";

    @Test
    void losesNothing(Installation installation) throws Exception {
        try (Episode episode = episode(installation, "poison: ten kinds in all six topics");
                Poison poison = new Poison(installation.broker().bootstrapServers())) {
            episode.rest(Duration.ofSeconds(2));
            int number = 0;
            for (byte[] value : Poison.kinds().values()) {
                for (Topic topic : Topic.values()) {
                    String key = "poison-" + number++;
                    episode.inject(() -> {
                        String source = poison.put(topic, key, value);
                        episode.poisoned(CONSUMED.contains(topic) ? source : OF_NO_SOURCE);
                    });
                }
                episode.rest(Duration.ofMillis(300));
            }
            episode.recover();
            assertNothingLostNothingTwice(episode);
        }
    }
}
