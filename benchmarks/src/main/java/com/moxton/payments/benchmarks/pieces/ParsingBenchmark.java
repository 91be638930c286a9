package com.moxton.payments.benchmarks.pieces;

import com.moxton.payments.events.StripeEventHead;
import com.moxton.payments.worker.consume.StripeEventReader;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import tools.jackson.databind.json.JsonMapper;

/** Ingress' look at an event's head and the worker's reading of it, beside the tree that each could make of it. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class ParsingBenchmark {

    private final byte[] body = SampleEvent.body();
    private final StripeEventReader reader = new StripeEventReader();
    private final JsonMapper mapper = JsonMapper.builder().build();

    @Benchmark
    public Object headAtTheEdge() {
        return StripeEventHead.parse(body);
    }

    @Benchmark
    public Object eventInTheWorker() {
        return reader.read(body);
    }

    @Benchmark
    public Object jsonTree() {
        return mapper.readTree(body);
    }
}
