package dev.ristretto.fleet.daemon.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ristretto.fleet.api.Event;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;

/** What the events of a fleet say about each instance, told once more: whether it can have been so. */
public final class EventStories {

    private enum At {
        DOWN,
        UP,
        STOPPING,
        GONE
    }

    private final Map<Long, At> instances = new HashMap<>();

    /**
     * Reads all events of a fleet, and holds each against what came before it.
     *
     * @throws AssertionError if one is missing or cannot have happened
     */
    public EventStories(List<Event> events) {
        assertThat(events.stream().map(Event::sequence))
                .as("numbers of events")
                .containsExactlyElementsOf(
                        LongStream.rangeClosed(1, events.size()).boxed().toList());
        events.stream().filter(event -> event.instance() != 0).forEach(this::take);
    }

    private void take(Event event) {
        At at = instances.get(event.instance());
        String story = event + " after " + at;
        switch (event.kind()) {
            case "created" -> {
                assertThat(at).as(story).isNull();
                instances.put(event.instance(), At.DOWN);
            }
            case "wanted" -> assertThat(at).as(story).isIn(At.DOWN, At.UP, At.STOPPING);
            case "not started", "stopped" -> assertThat(at).as(story).isEqualTo(At.DOWN);
            case "started" -> {
                assertThat(at).as(story).isEqualTo(At.DOWN);
                instances.put(event.instance(), At.UP);
            }
            case "healthy", "unhealthy" -> assertThat(at).as(story).isEqualTo(At.UP);
            case "found" -> assertThat(at).as(story).isIn(At.UP, At.STOPPING);
            case "stopping" -> {
                assertThat(at).as(story).isEqualTo(At.UP);
                instances.put(event.instance(), At.STOPPING);
            }
            case "killed" -> assertThat(at).as(story).isEqualTo(At.STOPPING);
            case "ended" -> {
                // Whoever was started by a daemon that died may have ended before anybody could note that it ran.
                assertThat(at).as(story).isIn(At.UP, At.STOPPING, At.DOWN);
                instances.put(event.instance(), At.DOWN);
            }
            case "removed" -> {
                assertThat(at).as(story).isEqualTo(At.DOWN);
                instances.put(event.instance(), At.GONE);
            }
            default -> throw new AssertionError("an unknown event: " + event);
        }
    }

    /** The instances that are there, by number, and whether each runs. */
    public Map<Long, Boolean> present() {
        Map<Long, Boolean> present = new HashMap<>();
        instances.forEach((id, at) -> {
            if (at != At.GONE) {
                present.put(id, at != At.DOWN);
            }
        });
        return present;
    }
}
