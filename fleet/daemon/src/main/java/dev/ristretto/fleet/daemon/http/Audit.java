package dev.ristretto.fleet.daemon.http;

import dev.ristretto.fleet.api.syntax.PlainText;
import dev.ristretto.fleet.daemon.store.AuditLog;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.eclipse.jetty.http.HttpStatus;

/**
 * Notes who has asked for what: everything that may change something, and everything that was refused for want of a
 * right.
 */
public final class Audit {

    /** Whoever sends nonsense without end must not push out with it what others have done. */
    private static final int MOST_REFUSALS = 60;

    private static final Duration WINDOW = Duration.ofMinutes(1);
    private static final int MOST_REFUSALS_OF_DAY = 1000;
    private static final Duration DAY = Duration.ofDays(1);
    private static final int LONGEST_DETAIL = 300;

    private final AuditLog log;
    private final InstantSource clock;
    private final Rate ofMinute = new Rate(MOST_REFUSALS, WINDOW);
    private final Rate ofDay = new Rate(MOST_REFUSALS_OF_DAY, DAY);

    /** Writes to a log. */
    public Audit(AuditLog log, InstantSource clock) {
        this.log = log;
        this.clock = clock;
    }

    /** Notes a request that has been answered. */
    public void note(Exchange exchange) {
        int status = exchange.status();
        String path = "/" + String.join("/", exchange.path());
        boolean refused = status == HttpStatus.UNAUTHORIZED_401 || status == HttpStatus.FORBIDDEN_403;
        if (refused ? mayNoteRefusal() : exchange.mayChange()) {
            log.append(
                    clock.instant(),
                    exchange.callerName(),
                    PlainText.visible(exchange.method() + " " + path, LONGEST_DETAIL),
                    status,
                    PlainText.visible(exchange.detail().replace('\n', ' '), LONGEST_DETAIL));
        }
    }

    private boolean mayNoteRefusal() {
        Instant now = clock.instant();
        return ofMinute.admits(now) && ofDay.admits(now);
    }

    /** So many of something in a window of time. */
    private static final class Rate {
        private final int most;
        private final Duration window;
        private Instant start = Instant.MIN;
        private int count;

        Rate(int most, Duration window) {
            this.most = most;
            this.window = window;
        }

        synchronized boolean admits(Instant now) {
            if (start.isBefore(now.minus(window))) {
                start = now;
                count = 0;
            }
            return ++count <= most;
        }
    }
}
