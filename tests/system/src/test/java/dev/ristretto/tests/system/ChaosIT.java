package dev.ristretto.tests.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ristretto.run.host.ProcessIdentity;
import dev.ristretto.tests.system.CommandRun.Result;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Real guests, daemon and balancer, any of which may be killed or made to hang between commands. What the simulated
 * fleet is tried with thousands of times, a few times for real. The order of events hangs on the seed
 * ({@code -Dchaos.seed=N}), their moments do not.
 */
@Timeout(value = 15, unit = TimeUnit.MINUTES)
class ChaosIT {

    private static final long SEED = Long.getLong("chaos.seed", 4);
    private static final int STEPS = 20;
    private static final int MOST_REPLICAS = 3;

    private static String web = "";

    @RegisterExtension
    final OwnFleet fleet = new OwnFleet();

    private final Random random = new Random(SEED);

    @BeforeAll
    static void build() throws Exception {
        web = Fixtures.example("hello-http");
    }

    @Test
    void whatIsWantedComesAboutWhateverIsKilledOrHangs() throws Exception {
        System.out.println("chaos.seed=" + SEED);
        List<String> check = List.of("--health", "http:/", "--health-interval", "500ms", "--health-timeout", "2s");
        answered(check, "service", "create", "web", "--image", web, "--publish", fleet.port() + ":8080");
        answered(
                check, "run", "-d", "--name", "alone", "-p", Fixtures.freePort() + ":8080", "--restart", "always", web);
        for (int step = 0; step < STEPS; step++) {
            disturb(step);
        }
        answered(List.of(), "service", "scale", "web", "2", "--detach");
        answered(List.of(), "start", "alone");

        awaitRest();
        assertThat(ServiceIT.get(fleet.port())).isEqualTo("HTTP/1.1 200 OK");
        TreeSet<Long> known = StreamSupport.stream(
                        fleet.json("ps", "--format", "json").spliterator(), false)
                .map(instance -> instance.path("pid").asLong())
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(fleet.machines()).extracting(ProcessIdentity::pid).containsExactlyInAnyOrderElementsOf(known);
        long expected = 1;
        for (JsonNode event : fleet.json("events", "--format", "json")) {
            assertThat(event.path("sequence").asLong()).isEqualTo(expected++);
        }
    }

    private void disturb(int step) throws Exception {
        switch (random.nextInt(7)) {
            case 0 -> kill("daemon", "KILL", List.of(daemon()));
            case 1 -> kill("balancer", "KILL", balancer());
            case 2 -> kill("guest", "KILL", fleet.machines());
            case 3 -> kill("guest", "STOP", fleet.machines());
            case 4 ->
                answered(
                        List.of(),
                        "service",
                        "scale",
                        "web",
                        Integer.toString(1 + random.nextInt(MOST_REPLICAS)),
                        "--detach");
            case 5 -> answered(List.of(), "service", "update", "web", "-e", "STEP=" + step, "--detach");
            default -> answered(List.of(), random.nextBoolean() ? "stop" : "restart", "-t", "2", "alone");
        }
    }

    /** Any command but a question for its status starts the daemon. */
    private ProcessIdentity daemon() throws Exception {
        fleet.command("ps").mustSucceed();
        return fleet.daemon();
    }

    private List<ProcessIdentity> balancer() throws Exception {
        long daemon = daemon().pid();
        List<ProcessIdentity> machines = fleet.machines();
        return fleet.processes().stream()
                .filter(process -> process.pid() != daemon && !machines.contains(process))
                .toList();
    }

    private void kill(String what, String signal, List<ProcessIdentity> candidates) throws Exception {
        if (candidates.isEmpty()) {
            return;
        }
        ProcessIdentity victim = candidates.get(random.nextInt(candidates.size()));
        System.out.println(what + " " + victim.pid() + ": SIG" + signal);
        new ProcessBuilder("kill", "-" + signal, Long.toString(victim.pid()))
                .start()
                .waitFor();
        if (signal.equals("KILL")) {
            OwnFleet.awaitEnd(victim);
        }
    }

    /** Every command is answered: it is done, or it says in words why not. */
    private void answered(List<String> more, String... arguments) throws Exception {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.addAll(arguments[0].equals("run") ? 2 : all.size(), more);
        Result result = fleet.command(all.toArray(String[]::new));
        System.out.println(String.join(" ", arguments) + ": " + result.status() + " "
                + result.errors().strip());
        if (result.status() != 0) {
            assertThat(result.status()).isEqualTo(125);
            assertThat(result.errors()).contains("ristretto: ").doesNotContain("Exception");
        }
    }

    private void awaitRest() throws Exception {
        while (true) {
            JsonNode service = fleet.json("service", "inspect", "web", "--format", "json");
            JsonNode alone = fleet.json("inspect", "--instance", "alone", "--format", "json");
            boolean steady = service.path("state").asText().equals("steady")
                    && service.path("ready").asInt() == 2
                    && service.path("members").size() == 2;
            if (steady && alone.path("health").asText().equals("healthy")) {
                return;
            }
            TimeUnit.MILLISECONDS.sleep(100);
        }
    }
}
