package com.moxton.payments.ingress.intent;

import com.moxton.payments.events.Topic;
import com.moxton.payments.ingress.kafka.DurablePublisher;
import com.moxton.payments.ingress.kafka.KafkaSettings;
import com.moxton.payments.ingress.kafka.TopicProperties;
import com.moxton.payments.ingress.kafka.TopicTail;
import com.moxton.payments.ingress.limit.UnansweredRequests;
import com.moxton.payments.ingress.security.PageOrigins;
import com.moxton.payments.tracing.Tracing;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.cache.CaffeineCacheMetrics;
import java.time.Clock;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.context.event.EventListener;
import org.springframework.kafka.core.ConsumerFactory;

@Configuration(proxyBeanMethods = false)
class IntentConfiguration {

    @Bean
    ReplyBook replyBook(
            Tracing tracing, Clock clock, TopicProperties topics, RequestSettings settings, MeterRegistry meters) {
        ReplyBook replies = new ReplyBook(
                tracing, clock, topics.repliesKept(), settings.repliesMemory().toBytes());
        CaffeineCacheMetrics.monitor(meters, replies.cache(), "payment-replies");
        meters.gauge("payments.ingress.requests.waiting", replies, ReplyBook::waiting);
        return replies;
    }

    @Bean("paymentRepliesHealthIndicator")
    TopicTail replyTail(
            ConsumerFactory<?, ?> consumers,
            TopicProperties topics,
            KafkaSettings settings,
            Clock clock,
            ReplyBook replies,
            UnansweredRequests unanswered) {
        return new TopicTail(Topic.PAYMENT_REPLIES, topics.repliesKept(), consumers, settings, clock, reply -> {
            unanswered.left(reply.key());
            replies.accept(reply);
        });
    }

    @Bean
    PaymentRequests paymentRequests(
            @Qualifier("requestPublisher") DurablePublisher publisher,
            ReplyBook replies,
            UnansweredRequests unanswered,
            MeterRegistry meters,
            Clock clock) {
        return new PaymentRequests(publisher, replies, unanswered, new RequestMetrics(meters), clock);
    }

    @Bean
    RequestLookup requestLookup(ReplyBook replies, TopicProperties topics, Clock clock) {
        return new RequestLookup(replies, clock, topics.repliesKept());
    }

    /** Where customers come from is where they go back to, unless the settings say otherwise. */
    @Bean
    ReturnOrigins returnOrigins(RequestSettings settings, PageOrigins pages) {
        return new ReturnOrigins(settings.returnOrigins().isEmpty() ? pages.origins() : settings.returnOrigins());
    }

    /** Sent before anything is stopped, so calls that wait don't hold the shutdown up. */
    @Bean
    ReleaseOnShutdown releaseOnShutdown(ReplyBook replies) {
        return new ReleaseOnShutdown(replies);
    }

    record ReleaseOnShutdown(ReplyBook replies) {
        @EventListener(ContextClosedEvent.class)
        void release() {
            replies.release();
        }
    }
}
