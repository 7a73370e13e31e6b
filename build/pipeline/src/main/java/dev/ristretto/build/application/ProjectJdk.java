package dev.ristretto.build.application;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The JDK that a project's build tool runs on: the user's own, because a project may not build on the one that
 * compiles ahead of time.
 *
 * @param home its folder
 * @param origin who has named it, for messages
 */
record ProjectJdk(Path home, String origin) {
    private static final Pattern VERSION = Pattern.compile("JAVA_VERSION=\"(?:1\\.)?(\\d+)");

    /**
     * What {@code JAVA_HOME} names, else the JDK of the {@code java} that the search path has, else ours. A Java
     * without a compiler is none.
     *
     * @param environment variables of the user
     * @param ours the JDK that compiles ahead of time
     */
    static ProjectJdk of(Map<String, String> environment, Path ours) {
        String named = environment.getOrDefault("JAVA_HOME", "");
        if (!named.isBlank() && isJdk(Path.of(named))) {
            return new ProjectJdk(Path.of(named), "JAVA_HOME");
        }
        return BuildTool.onSearchPath(environment, "java")
                .flatMap(ProjectJdk::home)
                .map(home -> new ProjectJdk(home, "the java of PATH"))
                .orElseGet(() -> ours(ours));
    }

    /** The JDK that compiles ahead of time. */
    static ProjectJdk ours(Path home) {
        return new ProjectJdk(home, "the JDK that ristretto runs on");
    }

    private static Optional<Path> home(Path java) {
        try {
            Path home = java.toRealPath().resolve("../..").normalize();
            // Java 8 has one more below it.
            return home.endsWith("jre") ? jdk(home.resolveSibling("")) : jdk(home);
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static Optional<Path> jdk(Path home) {
        return isJdk(home) ? Optional.of(home) : Optional.empty();
    }

    private static boolean isJdk(Path home) {
        return Files.isExecutable(home.resolve("bin/java")) && Files.isExecutable(home.resolve("bin/javac"));
    }

    /** Its feature release, for example 17, if its file {@code release} says so. */
    OptionalInt version() {
        try {
            Matcher matcher = VERSION.matcher(Files.readString(home.resolve("release"), StandardCharsets.UTF_8));
            return matcher.find() ? OptionalInt.of(Integer.parseInt(matcher.group(1))) : OptionalInt.empty();
        } catch (IOException e) {
            return OptionalInt.empty();
        }
    }

    /** For example {@code Java 17 in /usr/lib/jvm/java-17 (JAVA_HOME)}. */
    @Override
    public String toString() {
        String name = version().isPresent() ? "Java " + version().getAsInt() : "the JDK";
        return name + " in " + home + " (" + origin + ")";
    }
}
