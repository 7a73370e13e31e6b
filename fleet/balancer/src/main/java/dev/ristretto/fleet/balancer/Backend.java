package dev.ristretto.fleet.balancer;

/** An instance as its pool sees it. All but the constants belongs to the pool and its lock. */
final class Backend {

    final String instance;
    final int port;
    boolean draining;
    int active;

    /**
     * Until when it is only taken if there is no other, in {@link System#nanoTime}; of no meaning unless
     * {@link #suspect}.
     */
    long suspectUntil;

    boolean suspect;

    Backend(Target target) {
        instance = target.instance();
        port = target.port();
        draining = target.draining();
    }

    boolean isSuspect() {
        if (suspect && System.nanoTime() - suspectUntil >= 0) {
            suspect = false;
        }
        return suspect;
    }
}
