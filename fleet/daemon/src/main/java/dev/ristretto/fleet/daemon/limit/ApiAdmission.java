package dev.ristretto.fleet.daemon.limit;

import java.time.Duration;

/**
 * Lets requests in as far as the budget of their way in goes. Each caller has a share of it, so that none keeps the
 * others out. Safe for use by several threads.
 */
public final class ApiAdmission {

    private final Shares underway;
    private final Shares requests;
    private final Shares lasting;
    private final Shares bytes;
    private final Duration queue;

    /** Nobody is in yet. */
    public ApiAdmission(ApiBudget budget) {
        underway = new Shares(budget.underway(), budget.share());
        requests = new Shares(budget.requests(), budget.share());
        lasting = new Shares(budget.lasting(), budget.share());
        bytes = new Shares(budget.bytes(), budget.share());
        queue = budget.queue();
    }

    /** A ticket of a caller, who has nothing yet. */
    public Ticket ticket(String caller) {
        return new Ticket(caller);
    }

    /** What one request has of the budget. Closing it gives all of that back. Not safe for use by several threads. */
    public final class Ticket implements AutoCloseable {

        private final String caller;
        private boolean begun;
        private boolean working;
        private boolean waiting;
        private long held;

        private Ticket(String caller) {
            this.caller = caller;
        }

        /**
         * Begins; does not wait.
         *
         * @return whether there may be one more
         */
        public boolean begin() throws InterruptedException {
            begun = underway.take(caller, 1, Duration.ZERO);
            return begun;
        }

        /**
         * Takes a place to work at; waits for it.
         *
         * @return whether there was one
         */
        public boolean work() throws InterruptedException {
            working = requests.take(caller, 1, queue);
            return working;
        }

        /**
         * Takes a place for as long as something else takes; does not wait for it.
         *
         * @return whether there was one
         */
        public boolean last() throws InterruptedException {
            waiting = lasting.take(caller, 1, Duration.ZERO);
            return waiting;
        }

        /**
         * Takes memory; waits for it.
         *
         * @return whether there was enough
         */
        public boolean memory(long amount) throws InterruptedException {
            boolean taken = bytes.take(caller, amount, queue);
            held += taken ? amount : 0;
            return taken;
        }

        /** The work is done, and only its answer is still to be written: somebody else can have the place. */
        public void finishWork() {
            if (working) {
                working = false;
                requests.give(caller, 1);
            }
        }

        @Override
        public void close() {
            finishWork();
            if (waiting) {
                waiting = false;
                lasting.give(caller, 1);
            }
            if (held > 0) {
                bytes.give(caller, held);
                held = 0;
            }
            if (begun) {
                begun = false;
                underway.give(caller, 1);
            }
        }
    }
}
