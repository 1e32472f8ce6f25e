package io.github.piste.queue;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** A handler that notes what it gets. */
final class Recorder implements MailboxHandler<Item> {

    final List<Long> values = new CopyOnWriteArrayList<>();
    final List<Long> skipped = new CopyOnWriteArrayList<>();
    final AtomicInteger drained = new AtomicInteger();
    final AtomicInteger closed = new AtomicInteger();

    @Override
    public void handle(Item item, long skippedBefore) {
        values.add(item.value);
        skipped.add(skippedBefore);
    }

    @Override
    public void drained() {
        drained.incrementAndGet();
    }

    @Override
    public void close() {
        closed.incrementAndGet();
    }
}
