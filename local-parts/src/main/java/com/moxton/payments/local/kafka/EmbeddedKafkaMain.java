package com.moxton.payments.local.kafka;

import com.moxton.payments.local.LocalPort;
import java.nio.file.Path;
import org.apache.kafka.common.utils.Exit;

/**
 * The broker in a process of its own. Arguments: data directory, port, and the port that clients are told, when there is
 * something between them and the broker.
 */
public final class EmbeddedKafkaMain {

    private EmbeddedKafkaMain() {}

    public static void main(String[] args) {
        int port = Integer.parseInt(args[1]);
        int advertised = args.length > 2 ? Integer.parseInt(args[2]) : port;
        EmbeddedKafka kafka = EmbeddedKafka.start(
                Path.of(args[0]), new LocalPort("Kafka", port), BrokerSettings.advertised(advertised));
        // The process is the broker's alone: a fatal fault, a full disk for instance, ends it as it ends a real one. At
        // once:
        // the hook below would wait for the very thread that asks for the end.
        Exit.setExitProcedure((status, message) -> Runtime.getRuntime().halt(status));
        Exit.setHaltProcedure((status, message) -> Runtime.getRuntime().halt(status));
        Runtime.getRuntime().addShutdownHook(new Thread(kafka::close));
    }
}
