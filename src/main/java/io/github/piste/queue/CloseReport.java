package io.github.piste.queue;

import java.util.ArrayList;
import java.util.List;

/**
 * What a queue left behind when it was closed.
 *
 * @param stats the counters when the close ended: pending and running items are what was left
 * @param threadsLeft names of the threads that were still inside a call; they are daemons and end when it returns
 */
public record CloseReport(QueueStats stats, List<String> threadsLeft) {

    /**
     * Copies the list.
     *
     * @param stats the counters when the close ended
     * @param threadsLeft names of the threads left behind
     */
    public CloseReport {
        threadsLeft = List.copyOf(threadsLeft);
    }

    /**
     * Whether everything that was accepted has been dealt with and every thread has ended.
     *
     * @return true if nothing is left behind
     */
    public boolean clean() {
        TaskStats tasks = stats.tasks();
        return threadsLeft.isEmpty()
                && tasks.cancelled() + tasks.pending() + tasks.running() == 0
                && stats.mailboxes().stream().allMatch(mailbox -> mailbox.pending() + mailbox.running() == 0);
    }

    /** What is left behind, in one line. */
    String leftovers() {
        List<String> left = new ArrayList<>();
        for (MailboxStats mailbox : stats.mailboxes()) {
            if (mailbox.pending() + mailbox.running() > 0) {
                left.add("mailbox '" + mailbox.name() + "' " + mailbox.pending() + " waiting, " + mailbox.running()
                        + " in progress");
            }
        }
        TaskStats tasks = stats.tasks();
        if (tasks.cancelled() + tasks.pending() + tasks.running() > 0) {
            left.add("tasks " + tasks.cancelled() + " cancelled, " + tasks.running() + " in progress");
        }
        threadsLeft.forEach(thread -> left.add("thread " + thread));
        return String.join("; ", left);
    }
}
