package dev.ristretto.fleet.daemon.samples;

import dev.ristretto.fleet.api.LatestSample;
import dev.ristretto.fleet.api.ServiceView;
import dev.ristretto.fleet.api.Usage;
import dev.ristretto.fleet.daemon.service.Services;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Looks at instances and services every few seconds. Safe for use by several threads. */
public final class Sampler {

    private static final Logger LOG = System.getLogger(Sampler.class.getName());

    private static final Duration SHORTEST_PAUSE = Duration.ofSeconds(5);

    /** Looking at thousands of processes takes a while; it must not take more than this part of one processor. */
    private static final int PAUSE_PER_COST = 200;

    private final Supplier<List<Usage>> usages;
    private final Services services;
    private final InstantSource clock;
    private final InstanceSamples samples = new InstanceSamples();
    private final ServiceSamples serviceSamples = new ServiceSamples();
    private @Nullable Thread thread;

    /**
     * Has not looked yet.
     *
     * @param usages what the instances that run have used
     */
    public Sampler(Supplier<List<Usage>> usages, Services services, InstantSource clock) {
        this.usages = usages;
        this.services = services;
        this.clock = clock;
    }
    /** What instances used. */
    public InstanceSamples samples() {
        return samples;
    }
    /** What services did. */
    public ServiceSamples serviceSamples() {
        return serviceSamples;
    }

    /** Looks from now on. */
    public void start() {
        thread = Thread.ofVirtual().name("samples").start(this::run);
    }
    /** Looks no more. */
    public void stop() {
        Thread running = thread;
        if (running != null) {
            running.interrupt();
        }
    }

    private void run() {
        try {
            while (true) {
                long start = System.nanoTime();
                try {
                    look();
                } catch (RuntimeException | Error e) {
                    // Charts have a gap; the next look may succeed.
                    LOG.log(Level.WARNING, "instances and services cannot be looked at", e);
                }
                Duration pause = Duration.ofNanos(System.nanoTime() - start).multipliedBy(PAUSE_PER_COST);
                Thread.sleep(pause.compareTo(SHORTEST_PAUSE) > 0 ? pause : SHORTEST_PAUSE);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Once. */
    public void look() {
        List<Usage> used = usages.get();
        Instant now = clock.instant();
        samples.add(used, now);
        List<ServiceView> all = services.list();
        if (!all.isEmpty()) {
            Map<String, LatestSample> latest =
                    samples.latest().stream().collect(Collectors.toMap(LatestSample::name, Function.identity()));
            serviceSamples.add(
                    all.stream().map(service -> look(service, latest)).toList(), now);
        }
    }

    private ServiceSamples.Look look(ServiceView service, Map<String, LatestSample> latest) {
        double cpuPercent = 0;
        double memoryBytes = 0;
        for (ServiceView.Member member : service.members()) {
            LatestSample sample = latest.get(member.name());
            if (sample != null) {
                cpuPercent += sample.cpuPercent();
                memoryBytes += sample.memoryBytes();
            }
        }
        return new ServiceSamples.Look(
                service.name(),
                service.id(),
                cpuPercent,
                memoryBytes,
                service.ready(),
                services.traffic(service.name()));
    }
}
