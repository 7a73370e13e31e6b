package dev.ristretto.kernel.personality.linux.thread.family;

import dev.ristretto.kernel.personality.linux.thread.signal.SignalNumbers;
import dev.ristretto.kernel.personality.linux.thread.signal.SignalsOfProcess;
import dev.ristretto.kernel.personality.linux.thread.traits.ProcessTraits;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A process as a member of its family. All that changes belongs to {@link Families}, which has the lock. */
public final class Kin {
    final int number;
    final SignalsOfProcess signals;
    final ProcessTraits traits;
    final List<Kin> children = new ArrayList<>();

    /** The threads of the process that wait for a child. */
    final List<Thread> waiting = new ArrayList<>();

    @Nullable
    Kin parent;

    int group;
    int session;
    int endSignal = SignalNumbers.CHILD;

    /** Whether it runs another program than the one it began with. */
    boolean executed;

    /** Whether nobody waits for it, for it never really began. */
    boolean discarded;

    @Nullable
    ChildEnd end;

    ProgramUsage ofChildren = ProgramUsage.NOTHING;

    /** A process that nobody knows yet. */
    public Kin(int number, SignalsOfProcess signals, ProcessTraits traits) {
        this.number = number;
        this.signals = signals;
        this.traits = traits;
        group = number;
        session = number;
    }

    public int number() {
        return number;
    }
}
