package com.moxton.payments.benchmarks.load;

import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;

/** So many customers, each of whom asks again as soon as an answer is there. */
public final class InFlight {

    private InFlight() {}

    /** One call and its answer. */
    public interface Call<T> {
        T make() throws Exception;
    }

    /**
     * @return the answers of calls that began within the time; all of them are there when this returns
     * @throws java.util.concurrent.ExecutionException when one of the calls failed
     */
    public static <T> List<T> of(int customers, Duration time, Call<T> call) throws Exception {
        Queue<T> answers = new ConcurrentLinkedQueue<>();
        long end = System.nanoTime() + time.toNanos();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> running = IntStream.range(0, customers)
                    .<Future<?>>mapToObj(i -> threads.submit(() -> {
                        while (System.nanoTime() < end) {
                            answers.add(call.make());
                        }
                        return null;
                    }))
                    .toList();
            for (Future<?> customer : running) {
                customer.get();
            }
        }
        return List.copyOf(answers);
    }
}
