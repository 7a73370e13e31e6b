package catalogue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import org.jline.reader.LineReaderBuilder;
import org.jline.reader.impl.completer.StringsCompleter;
import org.jline.terminal.TerminalBuilder;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** A command with a subcommand, and lines read by JLine from a terminal that is none. */
@Command(name = "cups", mixinStandardHelpOptions = true, version = "cups 1", subcommands = Commands.Fill.class, description = "Counts cups.")
final class Commands implements Callable<Integer> {
    enum Colour {
        RED,
        BLUE
    }

    @Option(names = {"-c", "--colour"}, description = "One of ${COMPLETION-CANDIDATES}.", defaultValue = "BLUE")
    private Colour colour = Colour.RED;

    @Parameters(arity = "0..*", description = "Numbers.")
    private List<Integer> numbers = List.of();

    @Override
    public Integer call() {
        System.out.println(colour + " " + numbers);
        return 3;
    }

    @Command(name = "fill", description = "Fills one.")
    static class Fill implements Runnable {
        @Option(names = "--for", required = true)
        private Duration time = Duration.ZERO;

        @Override
        public void run() {
            System.out.println("filled for " + time.toSeconds());
        }
    }

    static void run() throws Exception {
        for (String[] line : new String[][] {{"-c", "RED", "1", "2"}, {"fill", "--for", "PT1M"}, {"--help"}, {"--version"}, {"--nothing"}}) {
            var command = new CommandLine(new Commands());
            command.setErr(command.getOut());
            System.out.println("status " + command.execute(line));
        }
        var out = new ByteArrayOutputStream();
        try (var terminal = TerminalBuilder.builder()
                .system(false)
                .type("ansi")
                .provider("exec")
                .streams(new ByteArrayInputStream("one \"two three\"\nnext\n".getBytes()), out)
                .build()) {
            var reader = LineReaderBuilder.builder().terminal(terminal).completer(new StringsCompleter("one")).build();
            System.out.println(reader.readLine("> ") + " " + reader.getParsedLine().words());
            System.out.println(reader.readLine("> "));
        }
    }
}
