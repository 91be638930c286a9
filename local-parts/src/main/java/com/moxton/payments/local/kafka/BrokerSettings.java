package com.moxton.payments.local.kafka;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** The broker's configuration: one node that is broker and controller, small, quick to start. */
final class BrokerSettings {
    static final int NODE_ID = 1;
    static final String CONTROLLER_LISTENER = "CONTROLLER";
    static final String CLIENT_LISTENER = "CLIENTS";
    private static final String HOST = "127.0.0.1";

    private BrokerSettings() {}

    /** As {@code advertised.listeners}: the port that clients are told, when it isn't the broker's own. */
    static Map<String, String> advertised(int port) {
        return Map.of("advertised.listeners", CLIENT_LISTENER + "://" + HOST + ":" + port);
    }

    static Map<String, String> of(Path logDirectory, int port, int controllerPort, boolean afterCrash) {
        String broker = CLIENT_LISTENER + "://" + HOST + ":" + port;
        Map<String, String> settings = new HashMap<>();
        settings.put("node.id", Integer.toString(NODE_ID));
        settings.put("process.roles", "broker,controller");
        settings.put("log.dirs", logDirectory.toString());
        settings.put("listeners", broker + "," + CONTROLLER_LISTENER + "://" + HOST + ":" + controllerPort);
        settings.put("advertised.listeners", broker);
        settings.put(
                "listener.security.protocol.map", CLIENT_LISTENER + ":PLAINTEXT," + CONTROLLER_LISTENER + ":PLAINTEXT");
        settings.put("inter.broker.listener.name", CLIENT_LISTENER);
        settings.put("controller.listener.names", CONTROLLER_LISTENER);
        settings.put("controller.quorum.voters", NODE_ID + "@" + HOST + ":" + controllerPort);

        // Only services create topics, with the settings they mean; a misspelt name must not come to life.
        settings.put("auto.create.topics.enable", "false");
        settings.put("group.initial.rebalance.delay.ms", "0");

        // There is one broker to hold the internal topics, and few groups to share them.
        for (String topic : new String[] {"offsets.topic", "transaction.state.log", "share.coordinator.state.topic"}) {
            settings.put(topic + ".replication.factor", "1");
            settings.put(topic + ".num.partitions", "4");
        }
        settings.put("transaction.state.log.min.isr", "1");
        settings.put("share.coordinator.state.topic.min.isr", "1");
        settings.put("log.cleaner.dedupe.buffer.size", Integer.toString(8 * 1024 * 1024));

        if (afterCrash) {
            // The controller refuses the broker until the session of its killed predecessor has run out: 9 s by
            // default, and 12 s to start. A broker that was never killed keeps the default, which forgives a busy
            // machine.
            settings.put("broker.session.timeout.ms", "1000");
            settings.put("broker.heartbeat.interval.ms", "250");
        }
        return settings;
    }
}
