package io.github.piste.sink;

import io.github.piste.queue.MailboxHandler;

/** A sink as its mailbox sees it. */
final class SinkHandler<T> implements MailboxHandler<T> {
    private final Sink sink;
    private final MailboxHandler<T> items;

    SinkHandler(Sink sink, MailboxHandler<T> items) {
        this.sink = sink;
        this.items = items;
    }

    @Override
    public void handle(T item, long skipped) throws Exception {
        items.handle(item, skipped);
    }

    @Override
    public void drained() throws Exception {
        sink.flush();
    }

    @Override
    public void close() throws Exception {
        sink.close();
    }
}
