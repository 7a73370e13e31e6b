package dev.ristretto.fleet.api.syntax;

import dev.ristretto.run.host.PublishedPort;
import dev.ristretto.run.host.PublishedPort.Protocol;
import java.util.List;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;

/** What a health check asks. */
public sealed interface Probe {

    /** A check by way of the network. */
    sealed interface Network extends Probe {

        /** The guest's port; empty for the first TCP port that is published. */
        OptionalInt guestPort();
    }

    /**
     * A request GET is answered with a status from 200 to 399.
     *
     * @param path with the slash that it begins with
     */
    record Http(OptionalInt guestPort, String path) implements Network {}

    /** A connection is accepted and kept. */
    record Tcp(OptionalInt guestPort) implements Network {}

    /** A line of the console has matched since the instance was started. */
    record Console(Pattern pattern) implements Probe {}

    /**
     * Reads {@code http:[PORT]/PATH}, {@code tcp[:PORT]} or {@code console:REGEX}.
     *
     * @throws IllegalArgumentException if the text has another form, with a message that shows the form
     */
    static Probe parse(String text) {
        Matcher http = Forms.HTTP.matcher(text);
        if (http.matches()) {
            return new Http(Forms.port(http.group("port")), http.group("path"));
        }
        Matcher tcp = Forms.TCP.matcher(text);
        if (tcp.matches()) {
            return new Tcp(Forms.port(tcp.group("port")));
        }
        if (text.startsWith(Forms.CONSOLE) && text.length() > Forms.CONSOLE.length()) {
            try {
                String expression = text.substring(Forms.CONSOLE.length());
                Pattern pattern = Pattern.compile(expression);
                Forms.requireFewRepetitions(expression);
                return new Console(pattern);
            } catch (PatternSyntaxException e) {
                throw new IllegalArgumentException(
                        "'" + text + "' has no regular expression: " + e.getDescription() + " at " + e.getIndex(), e);
            }
        }
        throw new IllegalArgumentException("'" + text
                + "' is not a health check: write http:/PATH, http:PORT/PATH, tcp, tcp:PORT or console:REGEX");
    }

    /**
     * The port of this computer that a check goes to.
     *
     * @throws IllegalArgumentException if no published port leads where it has to
     */
    static PublishedPort target(Network probe, List<PublishedPort> ports) {
        OptionalInt wanted = probe.guestPort();
        return ports.stream()
                .filter(port -> port.protocol() == Protocol.TCP)
                .filter(port -> wanted.isEmpty() || port.guestPort() == wanted.getAsInt())
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        wanted.isPresent()
                                ? "The health check needs port " + wanted.getAsInt()
                                        + " of the guest, which is not published: add -p HOST:" + wanted.getAsInt()
                                : "The health check needs a published TCP port: add -p HOST:GUEST"));
    }

    /** How checks are written. */
    final class Forms {

        static final String CONSOLE = "console:";

        /** Neither blanks nor control characters: the path becomes part of a request's first line. */
        static final Pattern HTTP = Pattern.compile("http:(?<port>\\d{1,5})?(?<path>/[\\x21-\\x7e]*)");

        static final Pattern TCP = Pattern.compile("tcp(:(?<port>\\d{1,5}))?");

        private static final int LAST_PORT = 65535;
        private static final Pattern REPETITION = Pattern.compile("\\{(\\d+)");
        private static final long MOST_REPETITIONS = 10_000;

        private Forms() {}

        /** What is empty is repeated as often as is said without a look at the text that it is matched with. */
        static void requireFewRepetitions(String expression) {
            long product = 1;
            for (Matcher count = REPETITION.matcher(expression); count.find(); ) {
                String digits = count.group(1);
                product *= digits.length() > 5 ? MOST_REPETITIONS + 1 : Math.max(1, Long.parseLong(digits));
                if (product > MOST_REPETITIONS) {
                    throw new IllegalArgumentException("The repetitions {N} of a regular expression may be "
                            + MOST_REPETITIONS + " at most, those within others multiplied");
                }
            }
        }

        static OptionalInt port(@Nullable String digits) {
            if (digits == null) {
                return OptionalInt.empty();
            }
            int port = Integer.parseInt(digits);
            if (port < 1 || port > LAST_PORT) {
                throw new IllegalArgumentException("A port is a number from 1 to 65535, not " + digits);
            }
            return OptionalInt.of(port);
        }
    }
}
