package io.github.piste.run;

import io.github.piste.optim.Schedule;
import java.util.Optional;

/** The schedules by the names of key {@code train.schedule.kind}, with the parameters that their keys give. */
enum ScheduleKind {
    CONSTANT,
    STEP,
    EXPONENTIAL,
    INVERSE_TIME,
    COSINE,
    WARM_UP;

    static ScheduleKind of(Schedule schedule) {
        if (schedule instanceof Schedule.Step) {
            return STEP;
        } else if (schedule instanceof Schedule.Exponential) {
            return EXPONENTIAL;
        } else if (schedule instanceof Schedule.InverseTime) {
            return INVERSE_TIME;
        } else if (schedule instanceof Schedule.Cosine) {
            return COSINE;
        }
        return schedule instanceof Schedule.WarmUp ? WARM_UP : CONSTANT;
    }

    Schedule schedule(Settings in) {
        return switch (this) {
            case CONSTANT -> new Schedule.Constant();
            case STEP -> new Schedule.Step(in.get(Keys.SCHEDULE_EVERY), in.get(Keys.SCHEDULE_FACTOR));
            case EXPONENTIAL -> new Schedule.Exponential(in.get(Keys.SCHEDULE_DECAY));
            case INVERSE_TIME -> new Schedule.InverseTime(in.get(Keys.SCHEDULE_DECAY));
            case COSINE -> new Schedule.Cosine(in.get(Keys.SCHEDULE_FLOOR));
            case WARM_UP -> new Schedule.WarmUp(in.get(Keys.SCHEDULE_EPOCHS));
        };
    }

    static Optional<Double> every(Schedule schedule) {
        return schedule instanceof Schedule.Step step ? Optional.of(step.every()) : Optional.empty();
    }

    static Optional<Double> factor(Schedule schedule) {
        return schedule instanceof Schedule.Step step ? Optional.of(step.factor()) : Optional.empty();
    }

    static Optional<Double> decay(Schedule schedule) {
        if (schedule instanceof Schedule.Exponential exponential) {
            return Optional.of(exponential.decay());
        }
        return schedule instanceof Schedule.InverseTime inverse ? Optional.of(inverse.decay()) : Optional.empty();
    }

    static Optional<Double> floor(Schedule schedule) {
        return schedule instanceof Schedule.Cosine cosine ? Optional.of(cosine.floor()) : Optional.empty();
    }

    static Optional<Double> epochs(Schedule schedule) {
        return schedule instanceof Schedule.WarmUp warmUp ? Optional.of(warmUp.epochs()) : Optional.empty();
    }
}
