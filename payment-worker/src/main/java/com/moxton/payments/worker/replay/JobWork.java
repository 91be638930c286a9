package com.moxton.payments.worker.replay;

/** One way to carry a job out. */
interface JobWork {

    JobMode mode();

    /**
     * Carries it as far as it goes: to its end, or until {@link JobTurn#isOver}. When it throws, what was saved stays, and
     * the next turn goes on from there.
     */
    void work(JobTurn turn);
}
