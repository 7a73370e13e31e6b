package dev.ristretto.kernel.personality.linux;

import dev.ristretto.kernel.personality.linux.call.CallNames;
import dev.ristretto.kernel.personality.linux.thread.ProgramThread;
import java.util.BitSet;
import java.util.function.Consumer;
import java.util.function.LongConsumer;

/** Tells the owner of the instance of each call that nobody answers, once. Programs mostly do without. */
final class MissingCalls implements LongConsumer {
    private static final int NUMBERS = 1024;

    private final BitSet told = new BitSet(NUMBERS);
    private final Consumer<String> console;

    MissingCalls(Consumer<String> console) {
        this.console = console;
    }

    @Override
    public synchronized void accept(long number) {
        int bit = (int) Math.clamp(number, 0, NUMBERS - 1);
        if (told.get(bit)) {
            return;
        }
        told.set(bit);
        ProgramThread thread = ProgramThread.current();
        String who = thread == null ? "a program" : thread.owner().name();
        console.accept(who + " asked for " + CallNames.of(number) + ", which is not there (ENOSYS)");
    }
}
