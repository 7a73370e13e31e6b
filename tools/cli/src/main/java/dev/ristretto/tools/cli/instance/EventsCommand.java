package dev.ristretto.tools.cli.instance;

import dev.ristretto.fleet.api.Event;
import dev.ristretto.fleet.client.ListEventsQuery;
import dev.ristretto.tools.cli.host.FleetAccess;
import dev.ristretto.tools.cli.host.Host;
import dev.ristretto.tools.cli.terminal.FormatOption;
import dev.ristretto.tools.cli.terminal.Json;
import dev.ristretto.tools.cli.terminal.Visible;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Shows what has happened to instances. */
@Command(
        name = "events",
        description = "Show what has happened to instances, those that are gone included, oldest first.",
        footerHeading = "%nExamples:%n",
        footer = {"  ristretto events", "  ristretto events -f --format json"})
public final class EventsCommand implements Callable<Integer> {

    @Option(
            names = {"-f", "--follow"},
            description = "Go on with what happens from now on. As JSON: one object in a line.")
    boolean follow;

    @Mixin
    FormatOption format = new FormatOption();

    private final Host host;

    EventsCommand(Host host) {
        this.host = host;
    }

    @Override
    public Integer call() throws InterruptedException {
        FleetAccess access = new FleetAccess(host);
        if (follow) {
            access.ensure().followEvents(new ListEventsQuery(), event -> {
                print(event);
                return !host.output().checkError();
            });
            return 0;
        }
        List<Event> events = access.ifAny()
                .map(fleet -> fleet.listEvents(new ListEventsQuery()).toList())
                .orElse(List.of());
        if (format.isJson()) {
            Json.print(host.output(), events);
        } else {
            events.forEach(this::print);
        }
        return 0;
    }

    private void print(Event event) {
        if (format.isJson()) {
            Json.printLine(host.output(), event);
        } else {
            host.output()
                    .println(Visible.line(String.join(" ", event.time(), event.name(), event.kind(), event.detail()))
                            .stripTrailing());
        }
    }
}
