package dev.ristretto.tools.cli.daemon;

import dev.ristretto.fleet.api.syntax.InstanceName;
import dev.ristretto.tools.cli.host.Contexts;
import dev.ristretto.tools.cli.host.Contexts.Context;
import dev.ristretto.tools.cli.host.Contexts.Known;
import dev.ristretto.tools.cli.host.Host;
import dev.ristretto.tools.cli.terminal.Failure;
import dev.ristretto.tools.cli.terminal.FormatOption;
import dev.ristretto.tools.cli.terminal.Json;
import dev.ristretto.tools.cli.terminal.Table;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Which daemon commands talk to. */
@Command(
        name = "context",
        description = {
            "The daemons that commands can talk to. 'local' is the user's own and always there.",
            "RISTRETTO_CONTEXT=NAME overrules 'context use' for a single command."
        },
        synopsisSubcommandLabel = "COMMAND",
        footerHeading = "%nExamples:%n",
        footer = {
            "  ristretto context add prod --url https://fleet.example.org:7070 --token rst_...",
            "  ristretto context use prod",
            "  RISTRETTO_CONTEXT=local ristretto ps"
        })
public final class ContextCommand implements Runnable {

    private final Host host;

    @Spec
    @SuppressWarnings("NullAway.Init")
    CommandSpec spec;

    ContextCommand(Host host) {
        this.host = host;
    }

    /** What is shown of one. The names of the components are those of the JSON form. */
    private record Line(String name, boolean current, String url) {}

    @Override
    public void run() {
        spec.commandLine().usage(spec.commandLine().getOut());
    }

    @Command(
            name = "add",
            description = "Add a daemon, or change where one is.",
            footer = {"", "Example: ristretto context add prod --url https://fleet.example.org:7070 --token rst_..."})
    int add(
            @Parameters(paramLabel = "NAME", description = "What to call it.") String name,
            @Option(
                            names = "--url",
                            required = true,
                            paramLabel = "URL",
                            description = "Where it listens: https://HOST:PORT, or http:// on this computer.")
                    String url,
            @Option(
                            names = "--token",
                            required = true,
                            paramLabel = "TOKEN",
                            description =
                                    "What 'ristretto token create' has printed there; - reads it from standard input.")
                    String token,
            @Option(
                            names = "--certificate",
                            paramLabel = "FILE",
                            description =
                                    "The certificate that it shows or that its own is signed by (PEM), if Java does not trust it by itself.")
                    Optional<Path> certificate,
            @Mixin FormatOption format)
            throws IOException {
        InstanceName.check(name);
        if (name.equals(Contexts.LOCAL)) {
            throw new Failure("'" + Contexts.LOCAL + "' is the user's own daemon and cannot be another one");
        }
        String secret =
                token.equals("-") ? new String(host.input().readAllBytes(), StandardCharsets.UTF_8).strip() : token;
        if (!secret.matches("[!-~]+")) {
            throw new Failure("That is not a token: it has none but visible characters of ASCII");
        }
        Contexts contexts = new Contexts(host);
        Known known = contexts.read();
        known.contexts()
                .put(
                        name,
                        new Context(
                                checked(url),
                                secret,
                                certificate.isPresent() ? Files.readString(certificate.get()) : null));
        contexts.write(known);
        tell(format, line(known, name));
        return 0;
    }

    /** What has come of it, for scripts alone. */
    private void tell(FormatOption format, Line line) {
        if (format.isJson()) {
            Json.print(host.output(), line);
        }
    }

    private static Line line(Known known, String name) {
        Context context = known.contexts().get(name);
        return new Line(name, known.current().equals(name), context == null ? "" : context.url());
    }

    private static String checked(String text) {
        try {
            URI url = new URI(text);
            boolean loopback = url.getHost() != null && url.getHost().matches("localhost|127\\..*|\\[::1\\]");
            boolean plain = "http".equals(url.getScheme());
            if (url.getHost() == null
                    || !(plain || "https".equals(url.getScheme()))
                    || url.getPath().length() > 1) {
                throw new Failure("'" + text + "' is not a URL of the form https://HOST:PORT");
            }
            if (plain && !loopback) {
                throw new Failure(
                        "A token must not leave this computer unencrypted\nUse https://" + url.getAuthority());
            }
            return url.getScheme() + "://" + url.getAuthority();
        } catch (URISyntaxException e) {
            throw new Failure("'" + text + "' is not a URL: " + e.getReason(), e);
        }
    }

    @Command(
            name = "ls",
            description = "List them; without the tokens.",
            footer = {"", "Example: ristretto context ls --format json"})
    int list(@Mixin FormatOption format) {
        Known known = new Contexts(host).read();
        List<Line> lines = new ArrayList<>();
        lines.add(line(known, Contexts.LOCAL));
        known.contexts().keySet().forEach(name -> lines.add(line(known, name)));
        Table table = new Table("NAME", "CURRENT", "URL");
        lines.forEach(line -> table.row(line.name(), line.current() ? "*" : "", line.url()));
        format.print(host.output(), lines, table);
        return 0;
    }

    @Command(
            name = "use",
            description = "Have commands talk to one from now on.",
            footer = {"", "Example: ristretto context use prod"})
    int use(@Mixin ContextName context, @Mixin FormatOption format) {
        String name = context.name;
        Contexts contexts = new Contexts(host);
        Known known = contexts.read();
        if (!name.equals(Contexts.LOCAL)) {
            Contexts.require(known, name);
        }
        Known changed = new Known(name, known.contexts());
        contexts.write(changed);
        tell(format, line(changed, name));
        return 0;
    }

    @Command(
            name = "rm",
            description = "Forget one; commands talk to 'local' if it was the current one.",
            footer = {"", "Example: ristretto context rm prod"})
    int remove(@Mixin ContextName context, @Mixin FormatOption format) {
        String name = context.name;
        Contexts contexts = new Contexts(host);
        Known known = contexts.read();
        Contexts.require(known, name);
        Line removed = line(known, name);
        known.contexts().remove(name);
        contexts.write(new Known(known.current().equals(name) ? Contexts.LOCAL : known.current(), known.contexts()));
        tell(format, removed);
        return 0;
    }
}
