package io.github.piste.data;

/** A column that is needed, or may be: what is known of it while rows come in. */
final class Slot {
    /** What a column holds. */
    enum Kind {
        /** No cell but missing ones so far. */
        UNDECIDED,
        /** Numbers. */
        NUMERIC,
        /** Text that becomes indicators or classes. */
        CATEGORICAL,
        /** Text that default features pass over. */
        TEXT
    }

    /** What the column is for. */
    enum Use {
        /** A feature by name; must not be text. */
        CHOSEN,
        /** A feature if it turns out to be numeric. */
        DEFAULT,
        /** A feature by indicators. */
        CATEGORICAL,
        /** The target. */
        TARGET,
        /** The weight. */
        WEIGHT
    }

    final int column;
    final Use use;
    final Levels levels = new Levels();
    Kind kind;
    /** Line of the first missing cell while undecided; 0 for none. */
    long firstMissing;

    Slot(int column, Use use) {
        this.column = column;
        this.use = use;
        this.kind = use == Use.CATEGORICAL ? Kind.CATEGORICAL : Kind.UNDECIDED;
    }

    /** Whether the column becomes features. */
    boolean isFeature() {
        return switch (use) {
            case CHOSEN, CATEGORICAL -> true;
            case DEFAULT -> kind == Kind.NUMERIC;
            case TARGET, WEIGHT -> false;
        };
    }
}
