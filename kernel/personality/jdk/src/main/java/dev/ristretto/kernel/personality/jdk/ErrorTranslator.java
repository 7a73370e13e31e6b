package dev.ristretto.kernel.personality.jdk;

import dev.ristretto.kernel.posix.PosixException;

/**
 * Turns failures of posix into those that the JDK declares for a kind of native method.
 *
 * <p>Operations of which a program does many at a time call {@link #translate} themselves, so that a call costs no
 * object.
 *
 * @param <X> what the JDK declares
 */
@FunctionalInterface
public interface ErrorTranslator<X extends Exception> {
    /** The JDK's exception for a failure. */
    X translate(PosixException failure);

    /** Does something that may fail. */
    default void run(Action action) throws X {
        try {
            action.run();
        } catch (PosixException e) {
            throw translate(e);
        }
    }

    /** Asks for an {@code int}. */
    default int asInt(IntCall call) throws X {
        try {
            return call.call();
        } catch (PosixException e) {
            throw translate(e);
        }
    }

    /** Asks for a {@code long}. */
    default long asLong(LongCall call) throws X {
        try {
            return call.call();
        } catch (PosixException e) {
            throw translate(e);
        }
    }

    /** Asks for an object. */
    default <T> T get(Call<T> call) throws X {
        try {
            return call.call();
        } catch (PosixException e) {
            throw translate(e);
        }
    }

    /** What {@link #run} does. */
    interface Action {
        void run() throws PosixException;
    }

    /** What {@link #asInt} asks. */
    interface IntCall {
        int call() throws PosixException;
    }

    /** What {@link #asLong} asks. */
    interface LongCall {
        long call() throws PosixException;
    }

    /** What {@link #get} asks. */
    interface Call<T> {
        T call() throws PosixException;
    }
}
