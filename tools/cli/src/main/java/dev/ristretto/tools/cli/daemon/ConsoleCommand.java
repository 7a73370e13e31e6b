package dev.ristretto.tools.cli.daemon;

import dev.ristretto.fleet.api.ConsoleLink;
import dev.ristretto.tools.cli.host.FleetAccess;
import dev.ristretto.tools.cli.host.Host;
import dev.ristretto.tools.cli.terminal.FormatOption;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Opens the dashboard. */
@Command(
        name = "console",
        description = {
            "Open the dashboard: print a link that opens it in a browser of this computer, once and within a minute,",
            "and open that link where there is a desktop (xdg-open). In the context of another host: where its dashboard is."
        },
        footerHeading = "%nExamples:%n",
        footer = {"  ristretto console", "  ristretto console --print"})
public final class ConsoleCommand implements Callable<Integer> {

    @Option(names = "--print", description = "Only print the link.")
    boolean print;

    @Mixin
    FormatOption format = new FormatOption();

    private final Host host;

    ConsoleCommand(Host host) {
        this.host = host;
    }

    @Override
    public Integer call() throws InterruptedException {
        FleetAccess access = new FleetAccess(host);
        Optional<String> remote = access.remoteUrl();
        // Only a browser of the daemon's own computer can use a link; elsewhere the first page asks for a token.
        ConsoleLink link = remote.isPresent()
                ? new ConsoleLink(remote.get() + "/")
                : access.ensureLocal().createConsoleLink();
        format.print(host.output(), link, link.url());
        boolean desktop =
                host.environment().containsKey("DISPLAY") || host.environment().containsKey("WAYLAND_DISPLAY");
        if (!print && !format.isJson() && desktop) {
            open(access.consolePage(), link.url());
        }
        return 0;
    }

    /** What opens a page in the user's browser. */
    static List<String> browser(Path page) {
        return List.of("xdg-open", page.toString());
    }

    private void open(Path page, String url) {
        try {
            new ProcessBuilder(browser(LinkPage.write(page, url)))
                    .redirectOutput(Redirect.DISCARD)
                    .redirectError(Redirect.DISCARD)
                    .start();
        } catch (IOException e) {
            host.errors().println("ristretto: open the link yourself: " + e.getMessage());
        }
    }
}
