package dev.ristretto.build.compiler;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The compiler's complaint that something of a class that is to be initialized when the image runs came into being
 * while it was built: an object in the image's heap, or the class itself. Source: SubstrateVM 25.0,
 * ClassInitializationFeature and ProvenSafeClassInitializationSupport.
 *
 * @param type binary name of the class
 * @param places binary names of the classes that the compiler names as the way to it
 */
public record HeapComplaint(String type, Set<String> places) {
    private static final Pattern OBJECT =
            Pattern.compile("An object of type '([\\w.$]+)(?:\\[])*' was found in the image heap");
    private static final Pattern CLASS = Pattern.compile("([\\w.$]+) was unintentionally initialized at build time");

    /** An object of the image builder itself, such as its class loader; the compiler may not say how it got there. */
    private static final Pattern OWN =
            Pattern.compile("Type is not available in this platform: (com\\.oracle\\.[\\w.$]+)");

    /** A member of a class: a field through which an object was reached, a method that was looked at. */
    private static final Pattern MEMBER =
            Pattern.compile("(?:field|method|parsing|at|by) ((?:[\\w$]+\\.)+[\\w$]+)\\.[\\w$<>]+");

    private static final Pattern CAUSE = Pattern.compile("([\\w.$]+) caused initialization of this class");

    /** Of what follows a complaint; other complaints may come behind it. */
    private static final int MOST_CHARACTERS = 8000;

    /** Copies the set. */
    public HeapComplaint {
        places = Set.copyOf(places);
    }

    /** Whether it is about the image builder's own things. */
    public boolean isOfTheCompiler() {
        return type.startsWith("com.oracle.");
    }

    /** The first complaint of a failed build. */
    public static Optional<HeapComplaint> in(Path log) throws IOException {
        String text = Files.readString(log, StandardCharsets.UTF_8);
        for (Pattern kind : new Pattern[] {OBJECT, CLASS, OWN}) {
            Matcher complaint = kind.matcher(text);
            if (complaint.find()) {
                // The place where the compiler was stands before the cause, the way to the object behind it.
                int start = Math.max(0, complaint.start() - MOST_CHARACTERS);
                String around = text.substring(start, Math.min(text.length(), complaint.end() + MOST_CHARACTERS));
                Set<String> places = new TreeSet<>();
                for (Pattern pattern : new Pattern[] {MEMBER, CAUSE}) {
                    pattern.matcher(around)
                            .results()
                            .map(match -> match.group(1))
                            .forEach(places::add);
                }
                return Optional.of(new HeapComplaint(complaint.group(1), places));
            }
        }
        return Optional.empty();
    }
}
