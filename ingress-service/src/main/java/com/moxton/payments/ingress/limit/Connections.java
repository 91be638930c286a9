package com.moxton.payments.ingress.limit;

import org.apache.coyote.AbstractProtocol;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.stereotype.Component;

/** As many connections as the heap can hold, unless {@code server.tomcat.max-connections} says another number. */
@Component
public final class Connections implements WebServerFactoryCustomizer<TomcatServletWebServerFactory> {
    /**
     * A connection with a call under way holds 150 KB: the server's buffers, its thread's stack, and the call itself. 1,530
     * bodies that stood still have ended a heap of 256 MB. An idle one holds 17 KB.
     */
    private static final int BYTES_EACH = 512 * 1024;

    private static final int MOST = 8192;

    private final int max;

    @Autowired
    Connections(@Value("${server.tomcat.max-connections:0}") int configured) {
        this(configured, Runtime.getRuntime().maxMemory());
    }

    Connections(int configured, long heap) {
        this.max = configured > 0 ? configured : (int) Math.clamp(heap / BYTES_EACH, 100, MOST);
    }

    public int max() {
        return max;
    }

    /** A bound on what holds connections, so that some are left for refusals and for the probes. */
    int atMostAQuarter(int wanted) {
        return Math.max(1, Math.min(wanted, max / 4));
    }

    @Override
    public void customize(TomcatServletWebServerFactory factory) {
        factory.addConnectorCustomizers(connector -> {
            if (connector.getProtocolHandler() instanceof AbstractProtocol<?> protocol) {
                protocol.setMaxConnections(max);
            }
        });
    }
}
