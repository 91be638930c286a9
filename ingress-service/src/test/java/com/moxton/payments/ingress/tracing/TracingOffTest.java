package com.moxton.payments.ingress.tracing;

import static org.assertj.core.api.Assertions.assertThat;

import com.moxton.payments.ingress.IngressHttpTest;
import com.moxton.payments.tracing.Tracing;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.web.servlet.FilterRegistrationBean;

/** Off, it isn't there: webhooks pass no filter more than before. */
class TracingOffTest extends IngressHttpTest {

    @Autowired
    private Tracing tracing;

    @Autowired
    private FilterRegistrationBean<CallSpans> filter;

    @Test
    void isOffUntilAnEndpointIsSet() {
        assertThat(tracing).isSameAs(Tracing.off());
        assertThat(filter.isEnabled()).isFalse();
    }
}
