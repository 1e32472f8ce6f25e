package io.github.piste.cli;

import io.github.piste.train.Control;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What SIGINT, SIGTERM and SIGHUP do: the descent stops after its current step, its state is saved, the process ends
 * with 130, 143 or 129. A second SIGINT ends it at once; so does the end of patience with whatever hangs.
 *
 * <p>Before and after a descent there is nothing to save, and the process ends at once.
 */
final class Interruption {
    private final Control control;
    private final Duration patience;
    private boolean descending;
    private volatile int exitCode;

    /** Listens from now on, as far as the platform lets it. */
    Interruption(Control control, Duration patience) {
        this.control = control;
        this.patience = patience;
        handle("INT", ExitCode.INTERRUPTED);
        handle("TERM", ExitCode.TERMINATED);
        handle("HUP", ExitCode.HUNG_UP);
    }

    /** From here on a signal asks the descent to stop. */
    synchronized void descending() {
        descending = true;
    }

    /** The exit code that a signal asked for; 0 if none came. */
    int exitCode() {
        return exitCode;
    }

    private synchronized void received(int code) {
        boolean again = exitCode != 0;
        if (!descending || (again && code == ExitCode.INTERRUPTED)) {
            Runtime.getRuntime().halt(code);
        }
        exitCode = exitCode == 0 ? code : exitCode;
        control.requestStop();
        if (!again) {
            Thread guard = new Thread(() -> haltWhenPatienceEnds(code), "piste-patience");
            guard.setDaemon(true);
            guard.start();
        }
    }

    private void haltWhenPatienceEnds(int code) {
        try {
            Thread.sleep(patience.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return;
        }
        System.err.println("piste: the run did not end in time and is given up; its last checkpoint is kept");
        Runtime.getRuntime().halt(code);
    }

    /** By reflection: the class is not part of Java's specification, and where it is missing the defaults stay. */
    private void handle(String signal, int code) {
        try {
            Class<?> signalType = Class.forName("sun.misc.Signal");
            Class<?> handlerType = Class.forName("sun.misc.SignalHandler");
            InvocationHandler onSignal = (proxy, method, args) -> {
                if (method.getName().equals("handle")) {
                    received(code);
                    return null;
                }
                return objectMethod(proxy, method.getName(), args);
            };
            Object handler =
                    Proxy.newProxyInstance(handlerType.getClassLoader(), new Class<?>[] {handlerType}, onSignal);
            Object named = signalType.getConstructor(String.class).newInstance(signal);
            signalType.getMethod("handle", signalType, handlerType).invoke(null, named, handler);
        } catch (ReflectiveOperationException | IllegalArgumentException e) {
            // Without a handler the signal ends the process as it does any other.
        }
    }

    private static @Nullable Object objectMethod(Object proxy, String name, @Nullable Object @Nullable [] args) {
        return switch (name) {
            case "hashCode" -> System.identityHashCode(proxy);
            case "equals" -> args != null && proxy == args[0];
            default -> "signal handler";
        };
    }
}
