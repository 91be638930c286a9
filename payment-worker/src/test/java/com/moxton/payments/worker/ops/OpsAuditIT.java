package com.moxton.payments.worker.ops;

import static org.assertj.core.api.Assertions.assertThat;

import com.moxton.payments.worker.WorkerIT;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

class OpsAuditIT extends WorkerIT {

    @Autowired
    private OpsAudit audit;

    @Test
    void keepsWhoDidWhatAndWhy() {
        String subject = "subject-" + UUID.randomUUID();
        audit.record(new Operator("zoë"), "replay.start", subject, "ticket 17 😀", Map.of("limit", 3));
        audit.record(new Operator("x".repeat(300)), "replay.pause", subject, null, null);

        assertThat(audit.of(subject)).hasSize(2);
        OpsAudit.Entry first = audit.of(subject).getFirst();
        assertThat(first.userName()).isEqualTo("zoë");
        assertThat(first.reason()).isEqualTo("ticket 17 😀");
        assertThat(String.valueOf(first.details())).contains("\"limit\"", "3");
        OpsAudit.Entry newest = audit.list(Long.MAX_VALUE, 1).getFirst();
        assertThat(newest).isEqualTo(audit.of(subject).getLast());
        assertThat(newest.userName()).hasSize(255);
        assertThat(newest.details()).isNull();
        assertThat(audit.list(newest.id(), 1).getFirst()).isEqualTo(first);
    }
}
