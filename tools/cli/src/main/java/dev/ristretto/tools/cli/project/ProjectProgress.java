package dev.ristretto.tools.cli.project;

import dev.ristretto.fleet.api.ServiceView;
import dev.ristretto.fleet.api.syntax.TimeLength;
import dev.ristretto.fleet.client.FleetClient;
import dev.ristretto.tools.cli.host.Host;
import dev.ristretto.tools.cli.service.RolloutWait;
import dev.ristretto.tools.cli.terminal.Farewell;
import dev.ristretto.tools.project.ProjectRun;
import dev.ristretto.tools.project.Step;
import java.time.Duration;
import java.util.List;

/** Shows on standard error how the steps of a project go. */
final class ProjectProgress implements ProjectRun.Onlooker {

    private final Host host;
    private final FleetClient services;

    private ProjectProgress(Host host, FleetClient fleet) {
        this.host = host;
        this.services = fleet;
    }

    /**
     * Takes the steps. Whoever interrupts it is told how to go on.
     *
     * @param again the command that goes on
     */
    static void run(Host host, FleetClient fleet, List<Step> steps, String again) throws InterruptedException {
        String farewell = "not done with the project; go on with: " + again;
        try (Farewell unused = Farewell.prepare(host.streams(), farewell)) {
            new ProjectRun(fleet, new ProjectProgress(host, fleet)).take(steps);
        }
    }

    @Override
    public void done(Step step) {
        String what = switch (step.action()) {
            case CREATE -> "created";
            case UPDATE -> "being updated";
            case SCALE -> "being scaled";
            case REPLACE -> "replaced";
            case START -> "started";
            case REMOVE -> "removed";
            case NOTHING -> "unchanged";
        };
        host.errors().println(step.name() + ": " + what);
    }

    @Override
    public void waiting(String instance, Duration patience) {
        host.errors()
                .println(instance + ": waiting until it is well, at most " + TimeLength.format(patience.toMillis()));
    }

    @Override
    public ServiceView revision(ServiceView begun) {
        return new RolloutWait(host, services).revision(begun);
    }

    @Override
    public void replicas(ServiceView begun) {
        new RolloutWait(host, services).replicas(begun);
    }

    @Override
    public void removal(ServiceView begun) {
        new RolloutWait(host, services).removal(begun);
    }
}
