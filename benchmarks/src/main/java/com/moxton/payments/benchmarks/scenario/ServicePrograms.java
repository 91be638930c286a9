package com.moxton.payments.benchmarks.scenario;

import com.moxton.payments.benchmarks.Bench;
import com.moxton.payments.benchmarks.parts.Parts;
import com.moxton.payments.benchmarks.parts.QuickStart;
import com.moxton.payments.benchmarks.parts.QuickStart.Cache;
import com.moxton.payments.benchmarks.parts.Schema;
import com.moxton.payments.benchmarks.parts.Service;
import java.util.List;
import java.util.Map;

/** A way to start both services: from their jars, or extracted and with caches of an earlier run. */
record ServicePrograms(List<String> worker, List<String> workerJvm, List<String> ingress, List<String> ingressJvm) {

    /** What the caches were made by. */
    interface Run {
        void with(ServicePrograms programs) throws Exception;
    }

    static ServicePrograms jars(Bench bench) {
        return new ServicePrograms(
                bench.parts().fromJar("payment-worker"),
                Parts.SERVICE_JVM,
                bench.parts().fromJar("ingress-service"),
                Parts.SERVICE_JVM);
    }

    /**
     * With caches that a run has left behind; where the JVM doesn't know them, from the jars.
     *
     * @param name of a directory for them
     * @param run starts both, has them do something, and stops them
     */
    static ServicePrograms cached(Bench bench, String name, Run run) throws Exception {
        if (!Cache.AOT.isKnownHere()) {
            return jars(bench);
        }
        Parts parts = bench.parts();
        QuickStart worker = QuickStart.extract(
                parts.jar("payment-worker"), parts.directory().resolve(name).resolve("worker"));
        QuickStart ingress = QuickStart.extract(
                parts.jar("ingress-service"), parts.directory().resolve(name).resolve("ingress"));
        run.with(new ServicePrograms(
                worker.extracted(), worker.train(Cache.AOT), ingress.extracted(), ingress.train(Cache.AOT)));
        worker.awaitMade(Cache.AOT);
        ingress.awaitMade(Cache.AOT);
        return new ServicePrograms(
                worker.extracted(), worker.use(Cache.AOT), ingress.extracted(), ingress.use(Cache.AOT));
    }

    /** With caches of a start, as our images have them. */
    static ServicePrograms asInTheImages(Bench bench) throws Exception {
        return cached(bench, "start", programs -> {
            try (Schema schema = bench.parts().database().newSchema()) {
                programs.startWorker(bench, schema, Map.of()).close();
                programs.startIngress(bench, Map.of()).close();
            }
        });
    }

    Service startWorker(Bench bench, Schema schema, Map<String, String> settings) throws Exception {
        return bench.parts().worker(worker, workerJvm, schema, settings);
    }

    Service startIngress(Bench bench, Map<String, String> settings) throws Exception {
        return bench.parts().ingress(ingress, ingressJvm, settings);
    }
}
