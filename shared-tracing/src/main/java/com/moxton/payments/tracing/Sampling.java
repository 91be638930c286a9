package com.moxton.payments.tracing;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.trace.data.LinkData;
import io.opentelemetry.sdk.trace.samplers.ParentBasedSamplerBuilder;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import io.opentelemetry.sdk.trace.samplers.SamplingResult;
import java.util.List;

/**
 * Which traces are recorded. It is decided where a trace enters the house, by its id, and every span after that follows: so
 * a trace is there as a whole or not at all. A first span with links, of a batch or a replay, is recorded when one of those
 * it is linked with was.
 */
final class Sampling implements Sampler {
    private final Sampler otherwise;

    private Sampling(Sampler otherwise) {
        this.otherwise = otherwise;
    }

    static Sampler of(TraceTarget target) {
        Sampler share = Sampler.traceIdRatioBased(target.sampling());
        ParentBasedSamplerBuilder sampler = Sampler.parentBasedBuilder(new Sampling(share));
        if (target.edge()) {
            // By the id again, which the caller has not chosen for this: his yes counts in so many of his traces.
            sampler.setRemoteParentSampled(share);
        }
        return sampler.build();
    }

    @Override
    public SamplingResult shouldSample(
            Context parent, String traceId, String name, SpanKind kind, Attributes attributes, List<LinkData> links) {
        boolean linked = links.stream().anyMatch(link -> link.getSpanContext().isSampled());
        if (linked) {
            return SamplingResult.recordAndSample();
        }
        return links.isEmpty()
                ? otherwise.shouldSample(parent, traceId, name, kind, attributes, links)
                : SamplingResult.drop();
    }

    @Override
    public String getDescription() {
        return "FollowsLinks{" + otherwise.getDescription() + "}";
    }
}
