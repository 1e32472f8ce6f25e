package io.github.piste.queue;

import java.util.List;

/**
 * The counters of a queue.
 *
 * @param name the queue
 * @param tasks the counters of the submitted tasks
 * @param mailboxes the counters of each mailbox, in the order of their creation
 * @param workersAlive workers that serve the queue
 * @param workersAbandoned how many workers were given up because a call exceeded its deadline, in total
 * @param workersReplaced how many workers were started in the place of one that was given up or died, in total
 */
public record QueueStats(
        String name,
        TaskStats tasks,
        List<MailboxStats> mailboxes,
        int workersAlive,
        int workersAbandoned,
        int workersReplaced) {

    /**
     * Copies the list.
     *
     * @param name the queue
     * @param tasks the counters of the submitted tasks
     * @param mailboxes the counters of each mailbox
     * @param workersAlive workers that serve the queue
     * @param workersAbandoned workers given up in total
     * @param workersReplaced workers replaced in total
     */
    public QueueStats {
        mailboxes = List.copyOf(mailboxes);
    }

    /**
     * The counters of one mailbox.
     *
     * @param mailboxName its name
     * @return its counters
     * @throws IllegalArgumentException if there is no mailbox of that name
     */
    public MailboxStats mailbox(String mailboxName) {
        return mailboxes.stream()
                .filter(stats -> stats.name().equals(mailboxName))
                .findFirst()
                .orElseThrow(() ->
                        new IllegalArgumentException("queue '" + name + "' has no mailbox '" + mailboxName + "'"));
    }
}
