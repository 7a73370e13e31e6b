package dev.ristretto.tools.cli.daemon;

import dev.ristretto.fleet.api.AuditEntry;
import dev.ristretto.fleet.client.ListAuditQuery;
import dev.ristretto.tools.cli.host.FleetAccess;
import dev.ristretto.tools.cli.host.Host;
import dev.ristretto.tools.cli.terminal.Failure;
import dev.ristretto.tools.cli.terminal.FormatOption;
import dev.ristretto.tools.cli.terminal.Table;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Shows who has asked the daemon for what. */
@Command(
        name = "audit",
        description = {
            "Show who has asked the daemon to change something, and what came of it, newest first;",
            "and who was refused. 'user' is whoever uses the daemon's own socket."
        },
        footerHeading = "%nExamples:%n",
        footer = {"  ristretto audit", "  ristretto audit -n 1000 --format json"})
public final class AuditCommand implements Callable<Integer> {

    private static final int LARGEST_PAGE = 1000;

    @Option(
            names = {"-n", "--lines"},
            paramLabel = "COUNT",
            defaultValue = "100",
            description = "How many at most (default: 100).")
    int most = 100;

    @Mixin
    FormatOption format = new FormatOption();

    private final Host host;

    AuditCommand(Host host) {
        this.host = host;
    }

    @Override
    public Integer call() throws InterruptedException {
        if (most < 1) {
            throw new Failure("-n must be at least 1, not " + most);
        }
        List<AuditEntry> entries = new FleetAccess(host)
                .ifAny()
                .map(fleet -> fleet.listAudit(new ListAuditQuery().limit(Math.min(most, LARGEST_PAGE)))
                        .limit(most)
                        .toList())
                .orElse(List.of());
        Table table = new Table("TIME", "WHO", "STATUS", "WHAT", "DETAIL");
        entries.forEach(entry -> table.row(
                entry.time(),
                entry.caller(),
                Integer.toString(entry.status()),
                entry.action(),
                entry.detail().lines().findFirst().orElse("")));
        format.print(host.output(), entries, table);
        return 0;
    }
}
