package io.github.piste.cli;

/** What a command's exit tells a script. */
final class ExitCode {
    static final int DONE = 0;
    static final int INTERNAL = 1;
    static final int USAGE = 2;
    static final int DATA = 3;
    static final int DIVERGED = 4;
    static final int DEGRADED = 5;
    static final int BUSY = 6;
    static final int HUNG_UP = 129;
    static final int INTERRUPTED = 130;
    static final int TERMINATED = 143;

    private ExitCode() {}
}
