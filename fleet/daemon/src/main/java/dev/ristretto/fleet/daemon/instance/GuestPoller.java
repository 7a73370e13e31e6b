package dev.ristretto.fleet.daemon.instance;

import dev.ristretto.run.host.ProcessIdentity;
import dev.ristretto.run.vmm.GuestCounters;
import dev.ristretto.run.vmm.Instance;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Asks running instances for what their kernels have counted, all at once. Who does not answer soon is told by its last
 * answer and asked nothing more until it does, so that a hypervisor that hangs costs one question. Safe for use by
 * several threads.
 */
final class GuestPoller {

    private static final Duration PATIENCE = Duration.ofMillis(500);

    private final Map<ProcessIdentity, Guest> guests = new ConcurrentHashMap<>();

    private static final class Guest {

        private CompletableFuture<Void> question = CompletableFuture.completedFuture(null);
        private volatile @Nullable GuestCounters last;

        synchronized CompletableFuture<Void> ask(Instance instance) {
            if (question.isDone()) {
                question = instance.counters().thenAccept(answer -> answer.ifPresent(figures -> last = figures));
            }
            return question;
        }
    }

    /** What the kernels of those that run have counted, by name; who has never answered is missing. */
    Map<String, GuestCounters> ask(Collection<InstanceReconciler> instances) throws InterruptedException {
        Map<String, Guest> asked = new HashMap<>();
        List<CompletableFuture<Void>> questions = new ArrayList<>();
        for (InstanceReconciler instance : instances) {
            instance.handle().ifPresent(handle -> {
                Guest guest = guests.computeIfAbsent(handle.identity(), identity -> new Guest());
                asked.put(instance.name(), guest);
                questions.add(guest.ask(handle));
            });
        }
        try {
            CompletableFuture.allOf(questions.toArray(CompletableFuture[]::new))
                    .get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException | ExecutionException e) {
            // The others have answered.
        }
        Map<String, GuestCounters> known = new HashMap<>();
        asked.forEach((name, guest) -> Optional.ofNullable(guest.last).ifPresent(figures -> known.put(name, figures)));
        return known;
    }

    /** Forgets all but these, which are all that run. */
    void retain(Collection<InstanceReconciler> instances) {
        Set<ProcessIdentity> present = instances.stream()
                .flatMap(instance -> instance.handle().stream())
                .map(Instance::identity)
                .collect(Collectors.toSet());
        guests.keySet().retainAll(present);
    }
}
