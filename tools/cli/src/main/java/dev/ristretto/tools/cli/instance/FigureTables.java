package dev.ristretto.tools.cli.instance;

import dev.ristretto.fleet.api.InstanceFigures;
import dev.ristretto.fleet.api.figures.NetworkFigures;
import dev.ristretto.fleet.api.figures.NetworkFigures.DropCount;
import dev.ristretto.fleet.api.figures.NetworkFigures.FrameCount;
import dev.ristretto.fleet.api.figures.NetworkFigures.TcpCounts;
import dev.ristretto.tools.cli.terminal.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What an instance's kernel has counted, as it is shown to people. */
final class FigureTables {

    private static final String RECEIVED = "receive";
    private static final String SENT = "transmit";

    private FigureTables() {}

    /** Adds rows of a name and a value for what every kernel counts. */
    static void addTo(Table details, InstanceFigures figures) {
        Double boot = figures.bootMillis();
        if (boot != null) {
            details.row("booted in", String.format(Locale.ROOT, "%.0f ms", boot));
        }
        addTraffic(details, "received", figures.receivedPackets(), figures.receivedBytes());
        addTraffic(details, "sent", figures.sentPackets(), figures.sentBytes());
    }

    private static void addTraffic(Table details, String name, @Nullable Long frames, @Nullable Long bytes) {
        if (frames != null && bytes != null) {
            details.row(name, frames + " frames, " + bytes + " bytes");
        }
    }

    /** What the network has counted: frames by protocol, then what was dropped, if anything was, then events. */
    static List<Table> network(NetworkFigures network) {
        List<Table> tables = new ArrayList<>();
        tables.add(frames(network.frames()));
        List<DropCount> drops =
                network.drops().stream().filter(drop -> drop.count() != 0).toList();
        if (!drops.isEmpty()) {
            tables.add(drops(drops));
        }
        tables.add(events(network));
        return tables;
    }

    private static Table frames(List<FrameCount> counts) {
        Table table = new Table("PROTOCOL", "RECEIVED", "BYTES", "SENT", "BYTES");
        Map<String, FrameCount> sent = counts.stream()
                .filter(count -> count.direction().equals(SENT))
                .collect(Collectors.toMap(FrameCount::protocol, count -> count));
        for (FrameCount received : counts) {
            FrameCount other = sent.get(received.protocol());
            if (received.direction().equals(RECEIVED) && other != null) {
                table.row(
                        received.protocol(),
                        Long.toString(received.frames()),
                        Long.toString(received.bytes()),
                        Long.toString(other.frames()),
                        Long.toString(other.bytes()));
            }
        }
        return table;
    }

    private static Table drops(List<DropCount> drops) {
        Table table = new Table("DROPPED", "DIRECTION", "REASON", "COUNT");
        drops.forEach(drop -> table.row(drop.protocol(), drop.direction(), drop.reason(), Long.toString(drop.count())));
        return table;
    }

    private static Table events(NetworkFigures network) {
        Table table = new Table("EVENT", "COUNT");
        TcpCounts tcp = network.tcp();
        addEvent(table, "TCP active opens", tcp.activeOpens());
        addEvent(table, "TCP passive opens", tcp.passiveOpens());
        addEvent(table, "TCP attempt fails", tcp.attemptFails());
        addEvent(table, "TCP established resets", tcp.estabResets());
        addEvent(table, "TCP retransmitted segments", tcp.retransSegs());
        addEvent(table, "TCP resets sent", tcp.outRsts());
        addEvent(table, "TCP SYN cookies sent", tcp.synCookiesSent());
        addEvent(table, "no room for a frame to send", network.transmitExhausted());
        return table;
    }

    private static void addEvent(Table table, String name, @Nullable Long count) {
        if (count != null) {
            table.row(name, count.toString());
        }
    }
}
