package com.moxton.payments.worker.lock;

import java.util.Optional;
import java.util.function.Supplier;

/**
 * Work that only one instance may do at a time. An instance that is frozen for a while may find that another one has begun:
 * the work itself has to stand that.
 */
public interface SingleInstance {

    /**
     * @return what the work returned; empty when another one, here or elsewhere, is at it
     * @throws RuntimeException of the work, or when nobody can say whether it may begin; then nothing was done
     */
    <T> Optional<T> run(String name, Supplier<T> work);
}
