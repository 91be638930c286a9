package com.moxton.payments.worker.request;

import com.moxton.payments.worker.jdbc.SharedTransactions;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/** Notes that requests, given by their ids, have been replied to. */
final class ReplyNotes implements SharedTransactions.Work<String, Boolean> {

    private final RequestJournal journal;

    ReplyNotes(RequestJournal journal) {
        this.journal = journal;
    }

    @Override
    public Collection<String> keys(String requestId) {
        return List.of(requestId);
    }

    @Override
    public List<Optional<Boolean>> together(List<String> requestIds) {
        journal.replied(requestIds);
        return Collections.nCopies(requestIds.size(), Optional.of(true));
    }

    @Override
    public Boolean alone(String requestId) {
        journal.replied(List.of(requestId));
        return true;
    }
}
