package com.moxton.payments.worker;

import com.moxton.payments.testing.WithDatabase;
import com.moxton.payments.testing.WithKafka;
import org.springframework.boot.test.context.SpringBootTest;

/** The whole worker on real servers. Stripe is away unless a test brings a stand-in. */
@WithKafka
@WithDatabase
@SpringBootTest(
        webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
        properties = {
            "OPS_USERNAME=ops",
            "OPS_PASSWORD=only-for-tests",
            "STRIPE_SECRET_KEY=sk_test_none",
            "STRIPE_API_BASE=http://127.0.0.1:9",
            "payments.topics.partitions=6",
        })
public abstract class WorkerIT {}
