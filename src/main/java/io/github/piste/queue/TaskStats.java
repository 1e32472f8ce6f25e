package io.github.piste.queue;

/**
 * The counters of the tasks given to {@link TaskQueue#submit(Runnable) submit}:
 * {@code submitted = succeeded + failed + cancelled + pending + running}, at any moment.
 *
 * @param submitted all tasks accepted
 * @param succeeded tasks that returned
 * @param failed tasks that threw
 * @param cancelled tasks that a close past its limit left unstarted
 * @param pending tasks that wait
 * @param running tasks that run now
 */
public record TaskStats(long submitted, long succeeded, long failed, long cancelled, int pending, int running) {}
