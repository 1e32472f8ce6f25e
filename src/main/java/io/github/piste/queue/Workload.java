package io.github.piste.queue;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** What the workers of a queue share out among themselves: every mailbox and the submitted tasks, in turn. */
final class Workload {

    private final List<Delivery<?>> deliveries = new CopyOnWriteArrayList<>();
    private final TaskLane tasks;
    private final Lifecycle lifecycle;

    Workload(TaskLane tasks, Lifecycle lifecycle) {
        this.tasks = tasks;
        this.lifecycle = lifecycle;
    }

    void add(Delivery<?> delivery) {
        deliveries.add(delivery);
    }

    /** Gives every mailbox a slice and runs one task; false if there was nothing to do. */
    boolean serveRound(Worker worker) {
        boolean progress = false;
        for (Delivery<?> delivery : deliveries) {
            progress |= delivery.serve(worker);
            if (worker.isAbandoned()) {
                return true;
            }
        }
        progress |= tasks.runNext();
        worker.restore();
        if (lifecycle.isDraining() && isDone()) {
            lifecycle.stop();
        }
        return progress;
    }

    private boolean isDone() {
        return tasks.isIdle() && deliveries.stream().allMatch(Delivery::isFinished);
    }
}
