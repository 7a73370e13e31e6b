package dev.ristretto.tools.cli.terminal;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/**
 * Standard output and standard error. Whatever commands print passes {@link #output} or {@link #errors}, which show
 * what a terminal would obey or hide; only what this program itself draws goes around them.
 */
public final class TerminalStreams {

    private final PrintStream trustedOutput;
    private final PrintStream trustedErrors;
    private final OutputStream consoleOutput;
    private final OutputStream consoleErrors;
    private final boolean oneConsole;
    private final boolean outputIsTerminal;
    private final boolean errorsAreTerminal;
    private final PrintStream output;
    private final PrintStream errors;

    /**
     * Other streams than those of this process.
     *
     * @param outputIsTerminal whether people see what is written to standard output as it comes
     * @param errorsAreTerminal the same for standard error
     */
    public TerminalStreams(
            PrintStream output, PrintStream errors, boolean outputIsTerminal, boolean errorsAreTerminal) {
        this(output, errors, output, errors, outputIsTerminal, errorsAreTerminal, true);
    }

    private TerminalStreams(
            PrintStream output,
            PrintStream errors,
            OutputStream consoleOutput,
            OutputStream consoleErrors,
            boolean outputIsTerminal,
            boolean errorsAreTerminal,
            boolean oneConsole) {
        this.trustedOutput = output;
        this.trustedErrors = errors;
        this.consoleOutput = consoleOutput;
        this.consoleErrors = consoleErrors;
        this.oneConsole = oneConsole;
        this.outputIsTerminal = outputIsTerminal;
        this.errorsAreTerminal = errorsAreTerminal;
        this.output = new PrintStream(new VisibleOutput(output), true, StandardCharsets.UTF_8);
        this.errors = new PrintStream(new VisibleOutput(errors), true, StandardCharsets.UTF_8);
    }

    /** Those of this process. */
    public static TerminalStreams ofProcess() {
        return new TerminalStreams(
                System.out,
                System.err,
                // It tells when nobody reads any more.
                new FileOutputStream(FileDescriptor.out),
                new FileOutputStream(FileDescriptor.err),
                StandardStreams.outputIsTerminal(),
                StandardStreams.errorsAreTerminal(),
                StandardStreams.outputAndErrorsAreOne());
    }

    /** For everything that commands have to tell. */
    public PrintStream output() {
        return output;
    }

    /** For messages. */
    public PrintStream errors() {
        return errors;
    }

    /** For colours and the cursor: nothing from elsewhere may be written to it as it is. */
    public PrintStream trustedOutput() {
        return trustedOutput;
    }

    /** The same on standard error. */
    public PrintStream trustedErrors() {
        return trustedErrors;
    }

    /** Whether people see standard output as it comes. */
    public boolean outputIsTerminal() {
        return outputIsTerminal;
    }

    /** Whether people see standard error as it comes. */
    public boolean errorsAreTerminal() {
        return errorsAreTerminal;
    }

    /**
     * For consoles of instances: byte by byte into files and pipes, and on a terminal if the user wants that, who then
     * trusts the instance. To be closed when the console ends; standard output stays open.
     */
    public OutputStream console(boolean raw) {
        return raw || !outputIsTerminal ? new Unclosed(consoleOutput) : new VisibleOutput(consoleOutput);
    }

    /** The same for what an instance writes to standard error, where that is kept apart. */
    public OutputStream consoleErrors(boolean raw) {
        return raw || !errorsAreTerminal ? new Unclosed(consoleErrors) : new VisibleOutput(consoleErrors);
    }

    /**
     * Whether standard output and standard error end in the same place, where what an instance writes to both has to
     * come in its order.
     */
    public boolean consoleIsOne() {
        return oneConsole;
    }

    private static final class Unclosed extends FilterOutputStream {

        Unclosed(OutputStream target) {
            super(target);
        }

        @Override
        public void write(byte[] content, int offset, int length) throws IOException {
            out.write(content, offset, length);
        }

        @Override
        public void close() {
            // It is everybody's.
        }
    }
}
