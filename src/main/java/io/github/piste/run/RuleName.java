package io.github.piste.run;

import io.github.piste.optim.UpdateRule;
import java.util.Optional;

/** The update rules by the names of key {@code train.rule}, with the parameters that their keys give. */
enum RuleName {
    SGD,
    MOMENTUM,
    NESTEROV,
    ADAGRAD,
    RMSPROP,
    ADAM;

    static RuleName of(UpdateRule rule) {
        return valueOf(ValueTypes.upper(rule.label()));
    }

    UpdateRule rule(Settings in) {
        return switch (this) {
            case SGD -> new UpdateRule.Sgd();
            case MOMENTUM -> new UpdateRule.Momentum(in.get(Keys.MOMENTUM));
            case NESTEROV -> new UpdateRule.Nesterov(in.get(Keys.MOMENTUM));
            case ADAGRAD -> new UpdateRule.AdaGrad(in.get(Keys.EPSILON));
            case RMSPROP -> new UpdateRule.RmsProp(in.get(Keys.BETA2), in.get(Keys.EPSILON));
            case ADAM -> new UpdateRule.Adam(in.get(Keys.BETA1), in.get(Keys.BETA2), in.get(Keys.EPSILON));
        };
    }

    static Optional<Double> momentum(UpdateRule rule) {
        if (rule instanceof UpdateRule.Momentum momentum) {
            return Optional.of(momentum.momentum());
        }
        return rule instanceof UpdateRule.Nesterov nesterov ? Optional.of(nesterov.momentum()) : Optional.empty();
    }

    static Optional<Double> beta1(UpdateRule rule) {
        return rule instanceof UpdateRule.Adam adam ? Optional.of(adam.beta1()) : Optional.empty();
    }

    static Optional<Double> beta2(UpdateRule rule) {
        if (rule instanceof UpdateRule.RmsProp rmsProp) {
            return Optional.of(rmsProp.decay());
        }
        return rule instanceof UpdateRule.Adam adam ? Optional.of(adam.beta2()) : Optional.empty();
    }

    static Optional<Double> epsilon(UpdateRule rule) {
        if (rule instanceof UpdateRule.AdaGrad adaGrad) {
            return Optional.of(adaGrad.epsilon());
        }
        if (rule instanceof UpdateRule.RmsProp rmsProp) {
            return Optional.of(rmsProp.epsilon());
        }
        return rule instanceof UpdateRule.Adam adam ? Optional.of(adam.epsilon()) : Optional.empty();
    }
}
