package dev.ristretto.tools.cli.terminal;

import java.io.FileInputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * The whole terminal, with keys that arrive as they are pressed. It is as it was when this is closed, and when the
 * program is ended by a signal. Not safe for use by several threads.
 */
public final class Screen implements AutoCloseable {

    private static final String OTHER_SCREEN = "\u001b[?1049h\u001b[?25l";
    private static final String FIRST_SCREEN = "\u001b[?25h\u001b[?1049l";
    private static final String HOME = "\u001b[H";
    private static final String REST_OF_LINE = "\u001b[K";
    private static final String REST_OF_SCREEN = "\u001b[J";
    private static final Path TERMINAL = Path.of("/dev/tty");
    private static final int DEFAULT_ROWS = 24;

    private final PrintStream output;
    private final FileInputStream keys;
    private final String settings;
    private final Thread restore = new Thread(this::restore);

    private Screen(PrintStream output, FileInputStream keys, String settings) {
        this.output = output;
        this.keys = keys;
        this.settings = settings;
    }

    /** Takes the terminal. */
    public static Screen open(PrintStream output) throws IOException, InterruptedException {
        String settings = stty("-g").strip();
        Screen screen = new Screen(output, new FileInputStream(TERMINAL.toFile()), settings);
        Runtime.getRuntime().addShutdownHook(screen.restore);
        // A read ends after a tenth of a second without a key.
        stty("-icanon", "-echo", "min", "0", "time", "1");
        output.print(OTHER_SCREEN);
        output.flush();
        return screen;
    }

    /** Replaces what is shown; what does not fit is left out. What a terminal would obey or hide is shown. */
    public void draw(List<String> lines) throws IOException, InterruptedException {
        String[] size = stty("size").strip().split(" ");
        boolean known = size.length == 2 && size[0].matches("[1-9]\\d*") && size[1].matches("[1-9]\\d*");
        int rows = known ? Integer.parseInt(size[0]) : DEFAULT_ROWS;
        int columns = known ? Integer.parseInt(size[1]) : Integer.MAX_VALUE;
        StringBuilder text = new StringBuilder(HOME);
        for (int i = 0; i < Math.min(lines.size(), rows - 1); i++) {
            String line = Visible.line(lines.get(i));
            text.append(line, 0, Math.min(line.length(), columns))
                    .append(REST_OF_LINE)
                    .append("\r\n");
        }
        output.print(text.append(REST_OF_SCREEN));
        output.flush();
    }

    /** The next key; -1 if none was pressed for so long. */
    public int awaitKey(Duration patience) throws IOException {
        long end = System.nanoTime() + patience.toNanos();
        do {
            int key = keys.read();
            if (key >= 0) {
                return key;
            }
        } while (System.nanoTime() < end);
        return -1;
    }

    @Override
    public void close() throws IOException {
        try {
            Runtime.getRuntime().removeShutdownHook(restore);
            restore();
        } catch (IllegalStateException e) {
            // This process is being ended, which restores it.
        }
        keys.close();
    }

    private void restore() {
        output.print(FIRST_SCREEN);
        output.flush();
        try {
            stty(settings);
        } catch (IOException e) {
            // The terminal is gone, and with it what was to be restored.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static String stty(String... arguments) throws IOException, InterruptedException {
        String[] command = new String[arguments.length + 1];
        command[0] = "stty";
        System.arraycopy(arguments, 0, command, 1, arguments.length);
        Process process = new ProcessBuilder(command)
                .redirectInput(Redirect.from(TERMINAL.toFile()))
                .redirectError(Redirect.DISCARD)
                .start();
        String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
        process.waitFor();
        return text;
    }
}
