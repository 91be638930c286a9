package com.moxton.payments.worker;

import com.moxton.payments.testing.WithDatabase;
import com.moxton.payments.testing.WithKafka;
import com.moxton.payments.worker.publish.UpdatePublisher;
import java.util.List;
import java.util.Map;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.test.context.bean.override.mockito.MockitoSpyBean;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * The whole worker on real servers. Stripe is away unless a test brings a stand-in. Every test makes its own orders,
 * intents and events, and looks for those.
 */
@WithKafka
@WithDatabase
@SpringBootTest(
        webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
        properties = {
            "OPS_USERNAME=ops",
            "OPS_PASSWORD=only-for-tests",
            "JWT_SECRET=only-for-tests-only-for-tests-32",
            "STRIPE_SECRET_KEY=sk_test_none",
            "STRIPE_API_BASE=http://127.0.0.1:9",
            "payments.topics.partitions=6",
            "payments.events.retry-pause-max=500ms",
            "payments.events.parking.pauses=200ms,400ms,800ms",
            "payments.events.parking.check-interval=100ms"
        })
public abstract class WorkerIT {

    /** The real one, unless a test has it fail. In all tests, so that they share the context. */
    @MockitoSpyBean
    protected UpdatePublisher updatePublisher;

    @Autowired
    private JdbcTemplate jdbc;

    @Autowired
    private TransactionTemplate transactions;

    /** An order as the storefront writes it. */
    protected void order(String id, String amount) {
        execute("INSERT INTO orders (id, user_id, total_amount, currency) VALUES (?, 'user-1', ?, 'USD')", id, amount);
    }

    protected int execute(String sql, Object... arguments) {
        Integer rows = transactions.execute(status -> jdbc.update(sql, arguments));
        return rows == null ? 0 : rows;
    }

    protected List<Map<String, Object>> rows(String sql, Object... arguments) {
        return jdbc.queryForList(sql, arguments);
    }

    protected Map<String, Object> row(String sql, Object... arguments) {
        return jdbc.queryForMap(sql, arguments);
    }
}
