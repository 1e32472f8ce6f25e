package io.github.piste.run;

import com.google.common.collect.ImmutableList;
import java.util.Collection;

/** A configuration that cannot be used, with everything that is wrong with it. */
public final class InvalidConfigException extends RuntimeException {
    private static final long serialVersionUID = 1;

    /** One line each; the type is serializable, as fields of exceptions must be. */
    private final ImmutableList<String> problems;

    /**
     * A configuration with problems.
     *
     * @param problems one line each, at least one
     */
    public InvalidConfigException(Collection<String> problems) {
        super(String.join("\n", problems));
        this.problems = ImmutableList.copyOf(problems);
    }

    /**
     * All problems.
     *
     * @return one line each: where, which key, what was found, what is allowed
     */
    public ImmutableList<String> problems() {
        return problems;
    }
}
