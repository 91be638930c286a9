package com.moxton.payments.testing;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.async.ResultCallback;
import com.github.dockerjava.api.model.PullResponseItem;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.testcontainers.utility.DockerImageName;

/** One try: a registry that can't be reached must not hold every test run up for minutes. */
final class ImagePull extends ResultCallback.Adapter<PullResponseItem> {
    private static final Duration UNTIL_THE_REGISTRY_ANSWERS = Duration.ofSeconds(20);
    private static final Duration UNTIL_IT_IS_HERE = Duration.ofMinutes(10);

    private final CountDownLatch answered = new CountDownLatch(1);
    private volatile boolean failed;

    private ImagePull() {}

    /** Whether the image is here now. */
    static boolean of(DockerClient docker, DockerImageName image) {
        try (ImagePull pull = new ImagePull()) {
            docker.pullImageCmd(image.getUnversionedPart())
                    .withTag(image.getVersionPart())
                    .exec(pull);
            return pull.answered.await(UNTIL_THE_REGISTRY_ANSWERS.toSeconds(), TimeUnit.SECONDS)
                    && pull.awaitCompletion(UNTIL_IT_IS_HERE.toSeconds(), TimeUnit.SECONDS)
                    && !pull.failed;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } catch (Exception e) {
            return false;
        }
    }

    @Override
    public void onNext(PullResponseItem item) {
        failed = item.isErrorIndicated();
        answered.countDown();
    }

    @Override
    public void onError(Throwable broken) {
        failed = true;
        answered.countDown();
        // Not to the adapter's: it would log a stack trace for what is an ordinary answer here.
        onComplete();
    }
}
