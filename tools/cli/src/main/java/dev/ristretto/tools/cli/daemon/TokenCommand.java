package dev.ristretto.tools.cli.daemon;

import dev.ristretto.fleet.api.NewToken;
import dev.ristretto.fleet.api.Role;
import dev.ristretto.fleet.api.TokenView;
import dev.ristretto.tools.cli.host.Candidates;
import dev.ristretto.tools.cli.host.FleetAccess;
import dev.ristretto.tools.cli.host.Host;
import dev.ristretto.tools.cli.instance.EachInstance;
import dev.ristretto.tools.cli.terminal.Converters;
import dev.ristretto.tools.cli.terminal.FormatOption;
import dev.ristretto.tools.cli.terminal.Table;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Who may use the daemon over a network. */
@Command(
        name = "token",
        description = {
            "Who may use the daemon where it listens on a network (daemon start --listen).",
            "viewer sees everything, operator makes and stops instances as well, admin may do everything."
        },
        synopsisSubcommandLabel = "COMMAND",
        footerHeading = "%nExamples:%n",
        footer = {"  ristretto token create laptop --role operator --expires 90d", "  ristretto token ls --format json"
        })
public final class TokenCommand implements Runnable {

    private final Host host;

    @Spec
    @SuppressWarnings("NullAway.Init")
    CommandSpec spec;

    TokenCommand(Host host) {
        this.host = host;
    }

    @Override
    public void run() {
        spec.commandLine().usage(spec.commandLine().getOut());
    }

    @Command(
            name = "create",
            description = "Make a token and print it, this once: the daemon keeps a hash of it only.",
            footer = {"", "Example: ristretto token create laptop --role operator --expires 90d"})
    int create(
            @Parameters(paramLabel = "NAME", description = "What to call it.") String name,
            @Option(
                            names = "--role",
                            required = true,
                            paramLabel = "viewer|operator|admin",
                            description = "What whoever has it may do.")
                    Role role,
            @Option(
                            names = "--expires",
                            paramLabel = "TIME",
                            converter = Converters.Length.class,
                            description = "For how long it is of use, such as 90d or 12h; for ever by default.")
                    Optional<Duration> expires,
            @Mixin FormatOption format)
            throws InterruptedException {
        TokenView token = new FleetAccess(host)
                .ensure()
                .createToken(new NewToken(
                        name, role.toString(), expires.map(Duration::toSeconds).orElse(null)));
        format.print(host.output(), token, Objects.requireNonNull(token.token()));
        return 0;
    }

    @Command(
            name = "ls",
            description = "List the tokens, without what they are themselves.",
            footer = {"", "Example: ristretto token ls --format json"})
    int list(@Mixin FormatOption format) throws InterruptedException {
        List<TokenView> tokens = new FleetAccess(host).ensure().listTokens();
        Table table = new Table("NAME", "ROLE", "CREATED", "EXPIRES");
        tokens.forEach(token -> table.row(
                token.name(), token.role(), token.created(), Objects.requireNonNullElse(token.expires(), "never")));
        format.print(host.output(), tokens, table);
        return 0;
    }

    @Command(
            name = "rm",
            description = "Remove tokens: whoever shows one is refused from now on.",
            footer = {"", "Example: ristretto token rm laptop"})
    int remove(
            @Parameters(
                            arity = "1..*",
                            completionCandidates = Candidates.OfTokens.class,
                            paramLabel = "NAME",
                            description = "Names of tokens.")
                    List<String> names,
            @Mixin FormatOption format)
            throws InterruptedException {
        var fleet = new FleetAccess(host).ensure();
        return EachInstance.act(host, format, names, name -> {
            fleet.removeToken(name);
            return name;
        });
    }
}
