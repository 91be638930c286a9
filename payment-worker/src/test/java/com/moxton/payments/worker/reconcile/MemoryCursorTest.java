package com.moxton.payments.worker.reconcile;

class MemoryCursorTest implements BackfillCursorContract {

    private final MemoryCursor cursor = new MemoryCursor();

    @Override
    public BackfillCursor cursor() {
        return cursor;
    }
}
