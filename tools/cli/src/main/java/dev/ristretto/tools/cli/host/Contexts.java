package dev.ristretto.tools.cli.host;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import dev.ristretto.run.host.AtomicFile;
import dev.ristretto.run.host.PrivateFiles;
import dev.ristretto.tools.cli.terminal.Failure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The daemons that commands can talk to, by name, in a file that only the user may read because it holds their tokens.
 */
public final class Contexts {

    /** The daemon of this user on this computer; always there. */
    public static final String LOCAL = "local";

    private final Path file;

    public Contexts(Host host) {
        file = host.configurationFolder().resolve("contexts.json");
    }

    /**
     * A daemon somewhere.
     *
     * @param url scheme, host and port
     * @param token who is asking
     * @param certificate what it must show, or who must have signed that, in PEM; null for what Java trusts
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Context(
            String url, String token, @Nullable String certificate) {}

    /**
     * What the file holds.
     *
     * @param current the one that commands talk to
     */
    public record Known(String current, Map<String, Context> contexts) {}

    public Known read() {
        if (!Files.exists(file)) {
            return new Known(LOCAL, new TreeMap<>());
        }
        try {
            Known known = new ObjectMapper().readValue(Files.readAllBytes(file), Known.class);
            return new Known(known.current(), new TreeMap<>(known.contexts()));
        } catch (JsonProcessingException e) {
            // Without the text itself, which holds tokens.
            throw new Failure(
                    file + " is damaged: it is no list of contexts\nCorrect it, or delete it and add them again", e);
        } catch (IOException e) {
            throw new Failure(file + " cannot be read: " + e, e);
        }
    }

    public void write(Known known) {
        try {
            Files.createDirectories(file.resolveSibling(""));
            AtomicFile.write(
                    file,
                    new ObjectMapper()
                            .writer(SerializationFeature.INDENT_OUTPUT)
                            .writeValueAsBytes(known),
                    PrivateFiles.FILE);
        } catch (IOException e) {
            throw new Failure(file + " cannot be written: " + e.getMessage(), e);
        }
    }

    /**
     * The one that commands talk to; empty if that is the user's own daemon. {@code RISTRETTO_CONTEXT} overrules the
     * file.
     */
    Optional<Context> current(Map<String, String> environment) {
        String wanted = environment.getOrDefault("RISTRETTO_CONTEXT", "");
        if (wanted.equals(LOCAL) || (wanted.isEmpty() && !Files.exists(file))) {
            return Optional.empty();
        }
        Known known = read();
        String name = wanted.isEmpty() ? known.current() : wanted;
        return name.equals(LOCAL) ? Optional.empty() : Optional.of(require(known, name));
    }

    public static Context require(Known known, String name) {
        Context context = known.contexts().get(name);
        if (context == null) {
            throw new Failure("No context is called " + name + "; there is " + LOCAL
                    + (known.contexts().isEmpty()
                            ? ""
                            : ", " + String.join(", ", known.contexts().keySet())));
        }
        return context;
    }
}
