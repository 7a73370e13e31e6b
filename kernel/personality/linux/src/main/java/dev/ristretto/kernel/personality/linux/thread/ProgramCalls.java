package dev.ristretto.kernel.personality.linux.thread;

import dev.ristretto.kernel.personality.linux.call.CallTable;
import dev.ristretto.kernel.personality.linux.call.MachineFacts;
import dev.ristretto.kernel.personality.linux.time.ClockSource;

/** The calls about threads and processes: beginning and ending, who they are, what they may have, where they run. */
public final class ProgramCalls {
    private final ProgramStarter starter;
    private final MachineFacts facts;
    private final ClockSource clock;

    /**
     * The calls.
     *
     * @param starter finds the programs of execve
     */
    public ProgramCalls(ProgramStarter starter, MachineFacts facts, ClockSource clock) {
        this.starter = starter;
        this.facts = facts;
        this.clock = clock;
    }

    /** Has the calls of this group answered. */
    public void addTo(CallTable table) {
        new LifeCalls().addTo(table);
        new ExecuteCalls(starter).addTo(table);
        new GroupCalls().addTo(table);
        new WaitCalls().addTo(table);
        new IdentityCalls().addTo(table);
        new SchedulingCalls(facts).addTo(table);
        new LimitCalls().addTo(table);
        new InstanceCalls(facts, clock).addTo(table);
        new PrctlCalls().addTo(table);
    }
}
