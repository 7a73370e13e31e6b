package dev.ristretto.fleet.daemon.service;

import dev.ristretto.fleet.daemon.model.ServiceRecord;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What is to be done next for a service: a function of what is wanted and what there is, so that whoever crashed in
 * between is followed by one who goes on. No instance that answers is taken away before there are as many others as are
 * wanted, unless it has volumes that another one needs: then one goes at a time, and the next comes when it is gone.
 */
final class Rollout {

    /** Starting all of many replicas at once would make each of them slow, and the checks of their health with them. */
    private static final int MOST_STARTING = 8;

    private Rollout() {}

    /**
     * An instance of the service.
     *
     * @param name the instance's
     * @param revision what it runs
     * @param ordinal which volumes are its own, from 1 on; 0 if it has none
     * @param ready whether it answers
     * @param going whether its removal was asked for
     * @param lost whether it will not come up as it is: it has ended, or somebody else has its port
     * @param failure why it speaks against its revision, if it does
     * @param drained whether it has finished what it had begun, if it was to drain
     */
    record Replica(
            String name,
            int revision,
            int ordinal,
            boolean ready,
            boolean going,
            boolean lost,
            @Nullable String failure,
            boolean drained) {}

    /** What is to be done. */
    sealed interface Step {}

    /**
     * Make an instance of the wanted revision.
     *
     * @param ordinal which volumes are its own; 0 if it has none
     */
    record Create(int ordinal) implements Step {}

    /** Give an instance nothing new from now on. */
    record Drain(String name) implements Step {}

    /** Stop and remove an instance. */
    record Remove(String name) implements Step {}

    /** These do not drain any more, for they are gone. */
    record Forget(Set<String> names) implements Step {}

    /** Set a new deadline. */
    record Progress(int ready) implements Step {}

    /** All is as it is wanted. */
    record Complete() implements Step {}

    /** The rollout has failed. */
    record Fail(String reason) implements Step {}

    /** The service is gone. */
    record Delete() implements Step {}

    /** Nothing, until something changes or a time has come. */
    record Wait(Optional<Duration> longest) implements Step {}

    /**
     * What comes first.
     *
     * @param own whether each instance of the wanted revision has volumes of its own
     * @param reachable whether clients are led to the instances that answer
     */
    static Step next(ServiceRecord service, List<Replica> all, boolean own, boolean reachable, Instant now) {
        if (service.removed()) {
            return leave(all);
        }
        Set<String> names = all.stream().map(Replica::name).collect(Collectors.toSet());
        Set<String> gone = service.draining().keySet().stream()
                .filter(name -> !names.contains(name))
                .collect(Collectors.toSet());
        if (!gone.isEmpty()) {
            return new Forget(gone);
        }
        List<Replica> present = all.stream().filter(replica -> !replica.going()).toList();
        return finished(service, present, now)
                .or(() -> failed(service, present))
                .or(() -> own
                        ? exchange(service, all, living(service, present))
                        : change(service, living(service, present)))
                .or(() -> judge(service, living(service, present), reachable, now))
                .orElseGet(() -> new Wait(nextMoment(service, present, now)));
    }

    private static Step leave(List<Replica> all) {
        if (all.isEmpty()) {
            return new Delete();
        }
        return all.stream()
                .filter(replica -> !replica.going())
                .findFirst()
                .<Step>map(replica -> new Remove(replica.name()))
                .orElseGet(() -> new Wait(Optional.empty()));
    }

    private static List<Replica> living(ServiceRecord service, List<Replica> present) {
        return present.stream()
                .filter(replica -> !service.draining().containsKey(replica.name()))
                .toList();
    }

    /** Whoever has drained, or has had time enough to. */
    private static Optional<Step> finished(ServiceRecord service, List<Replica> present, Instant now) {
        Map<String, Instant> draining = service.draining();
        return present.stream()
                .filter(replica -> {
                    Instant end = draining.get(replica.name());
                    return end != null && (replica.drained() || replica.lost() || !now.isBefore(end));
                })
                .findFirst()
                .map(replica -> new Remove(replica.name()));
    }

    private static Optional<Step> failed(ServiceRecord service, List<Replica> present) {
        List<Replica> living = living(service, present);
        if (service.isRolling()) {
            for (Replica replica : living) {
                String failure = replica.failure();
                if (replica.revision() == service.target() && failure != null) {
                    return Optional.of(new Fail(replica.name() + " " + failure));
                }
            }
        }
        return living.stream().filter(Replica::lost).findFirst().map(replica -> new Remove(replica.name()));
    }

    private static Optional<Step> change(ServiceRecord service, List<Replica> living) {
        int wanted = service.replicas();
        List<Replica> fresh = only(living, replica -> replica.revision() == service.target());
        List<Replica> old = only(living, replica -> replica.revision() != service.target());
        if (mayCreate(service, living, fresh)) {
            return Optional.of(new Create(0));
        }
        long ready = living.stream().filter(Replica::ready).count();
        for (Replica replica : worstFirst(old)) {
            if (!replica.ready() || ready > wanted) {
                return Optional.of(new Drain(replica.name()));
            }
        }
        if (fresh.size() > wanted) {
            return Optional.of(new Drain(worstFirst(fresh).getFirst().name()));
        }
        return Optional.empty();
    }

    private static boolean mayCreate(ServiceRecord service, List<Replica> living, List<Replica> fresh) {
        int wanted = service.replicas();
        long starting = fresh.stream().filter(replica -> !replica.ready()).count();
        return fresh.size() < wanted
                && living.size() < wanted + service.settings().surge()
                && starting < MOST_STARTING;
    }

    /**
     * The same where instances have volumes: the lowest ordinal that nobody has comes first, and of those that run
     * something else the highest one goes first, one at a time and only when all before it are as they are to be.
     *
     * @param all of the service: who is on its way out has its volumes still
     */
    private static Optional<Step> exchange(ServiceRecord service, List<Replica> all, List<Replica> living) {
        List<Replica> fresh = only(living, replica -> replica.revision() == service.target());
        OptionalInt free = IntStream.rangeClosed(1, service.replicas())
                .filter(ordinal -> all.stream().noneMatch(replica -> replica.ordinal() == ordinal))
                .findFirst();
        if (free.isPresent() && mayCreate(service, living, fresh)) {
            return Optional.of(new Create(free.getAsInt()));
        }
        boolean settled = all.size() == living.size();
        boolean whole = living.size() >= service.replicas() && fresh.stream().allMatch(Replica::ready);
        return living.stream()
                .filter(replica -> replica.ordinal() > service.replicas()
                        || (replica.revision() != service.target() && settled && (whole || !replica.ready())))
                .min(Comparator.comparing(Replica::ready)
                        .thenComparing(Comparator.comparingInt(Replica::ordinal).reversed()))
                .map(replica -> new Drain(replica.name()));
    }

    /** Those that answer last, and among equals the youngest first. */
    private static List<Replica> worstFirst(List<Replica> replicas) {
        List<Replica> sorted = new ArrayList<>(replicas.reversed());
        sorted.sort(Comparator.comparing(Replica::ready));
        return sorted;
    }

    private static Optional<Step> judge(ServiceRecord service, List<Replica> living, boolean reachable, Instant now) {
        int ready = (int) living.stream()
                .filter(replica -> replica.revision() == service.target() && replica.ready())
                .count();
        boolean whole = ready == service.replicas() && living.size() == ready;
        return switch (service.state()) {
            case STEADY -> Optional.empty();
            case FAILED -> whole ? Optional.of(new Complete()) : Optional.empty();
            case UPDATING, ROLLING_BACK -> {
                Instant deadline = service.deadline();
                boolean late = deadline != null && !now.isBefore(deadline);
                // Another revision would not be reached either.
                if (whole && (reachable || late)) {
                    yield Optional.of(new Complete());
                }
                if (ready > service.progress()) {
                    yield Optional.of(new Progress(ready));
                }
                yield late
                        ? Optional.of(new Fail("in "
                                + Duration.ofMillis(service.settings().deadlineMillis())
                                        .toSeconds() + " s no replica more than " + ready + " of " + service.replicas()
                                + " became ready"))
                        : Optional.empty();
            }
        };
    }

    private static Optional<Duration> nextMoment(ServiceRecord service, List<Replica> present, Instant now) {
        Stream<Instant> drains = present.stream()
                .map(replica -> service.draining().get(replica.name()))
                .filter(Objects::nonNull);
        Stream<Instant> deadline = Stream.ofNullable(service.deadline()).filter(end -> service.isRolling());
        return Stream.concat(drains, deadline)
                .min(Comparator.naturalOrder())
                .map(moment -> Duration.between(now, moment))
                .map(pause -> pause.isNegative() ? Duration.ZERO : pause);
    }

    private static List<Replica> only(List<Replica> replicas, Predicate<Replica> condition) {
        return replicas.stream().filter(condition).toList();
    }
}
