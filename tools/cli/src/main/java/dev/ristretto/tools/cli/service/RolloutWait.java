package dev.ristretto.tools.cli.service;

import dev.ristretto.fleet.api.ServiceView;
import dev.ristretto.fleet.api.state.ServiceState;
import dev.ristretto.fleet.client.FleetClient;
import dev.ristretto.tools.cli.host.Host;
import dev.ristretto.tools.cli.terminal.Failure;
import dev.ristretto.tools.cli.terminal.Farewell;
import dev.ristretto.tools.cli.terminal.Visible;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Waits for what becomes of a service and shows how far it has come: on a terminal in one line that is rewritten, else
 * in a line for each step. Whoever interrupts it is told that the daemon goes on.
 */
public final class RolloutWait {

    private static final String ERASE_LINE = "\r\u001b[K";

    private final Host host;
    private final FleetClient services;
    private final boolean terminal;
    private @Nullable String shown;

    public RolloutWait(Host host, FleetClient services) {
        this.host = host;
        this.services = services;
        this.terminal = host.streams().errorsAreTerminal();
    }

    /**
     * Waits for a revision.
     *
     * @throws Failure if the service has not come to it
     */
    public ServiceView revision(ServiceView begun) {
        int wanted = begun.target();
        ServiceView end =
                await(begun, ServiceView::isSettled).orElseThrow(() -> new Failure(begun.name() + " has been removed"));
        if (end.state() == ServiceState.STEADY && end.revision() == wanted) {
            if (end.message() != null) {
                // All answer, but perhaps nobody can ask: the port may be somebody else's.
                host.errors().println("ristretto: " + end.name() + ": " + end.message());
            }
            return end;
        }
        if (end.revision() > wanted || end.target() > wanted) {
            throw new Failure(end.name() + ": somebody has updated it to revision " + end.target() + " meanwhile");
        }
        String message = end.message() == null ? "the rollout has failed" : end.message();
        String then = end.state() == ServiceState.STEADY
                ? "It has been rolled back: revision " + end.revision() + " answers"
                : "It is still tried; look at it with: ristretto service ps " + end.name();
        throw new Failure(end.name() + ": " + message + "\n" + then);
    }

    /** Waits for the replicas that are wanted. */
    public ServiceView replicas(ServiceView begun) {
        return await(
                        begun,
                        view -> view.ready() == view.replicas()
                                && view.members().size() == view.replicas())
                .orElseThrow(() -> new Failure(begun.name() + " has been removed"));
    }

    /** Waits until it is gone. */
    public void removal(ServiceView begun) {
        Optional<ServiceView> ignored = await(begun, view -> false);
    }

    private Optional<ServiceView> await(ServiceView begun, Predicate<ServiceView> goal) {
        String farewell = "the daemon goes on with it; see: ristretto service ps " + begun.name();
        try (Farewell unused = Farewell.prepare(host.streams(), farewell)) {
            Optional<ServiceView> view = Optional.of(begun);
            while (view.isPresent() && !goal.test(view.get())) {
                show(view.get());
                view = services.awaitChange(view.get());
            }
            return view;
        } finally {
            clear();
        }
    }

    private void show(ServiceView view) {
        String line = describe(view);
        if (line.equals(shown)) {
            return;
        }
        shown = line;
        if (terminal) {
            draw(line);
        } else {
            host.errors().println(Visible.line(line));
        }
    }

    private void clear() {
        if (terminal && shown != null) {
            draw("");
        }
    }

    private void draw(String text) {
        host.streams().trustedErrors().print(ERASE_LINE + Visible.line(text));
        host.streams().trustedErrors().flush();
    }

    /** For example {@code web: updating to revision 2: 3 of 10 ready, 8 others}. */
    static String describe(ServiceView view) {
        long others = view.members().stream()
                .filter(member -> member.revision() != view.target())
                .count();
        String what = switch (view.state()) {
            case UPDATING -> "updating to revision " + view.target();
            case ROLLING_BACK -> "rolling back to revision " + view.target();
            case REMOVING -> "removing";
            default -> "revision " + view.target();
        };
        if (view.state() == ServiceState.REMOVING) {
            return view.name() + ": removing, " + view.members().size() + " left";
        }
        return view.name() + ": " + what + ": " + view.updated() + " of " + view.replicas() + " ready"
                + (others == 0 ? "" : ", " + others + " of other revisions");
    }
}
