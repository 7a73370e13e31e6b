package dev.ristretto.build.application;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What the output of a build tool says about a Java that it does not work with.
 *
 * @param release the feature release that the project asks for
 */
record JavaMismatch(int release) {
    /** Class file versions are this much above the feature release (JVM specification, table 4.1-A). */
    private static final int CLASS_FILE_OFFSET = 44;

    private static final Pattern RELEASE =
            Pattern.compile("release version (\\d+) not supported|invalid (?:target|source) release: (?:1\\.)?(\\d+)"
                    + "|(?:Source|Target) option (\\d+) is no longer supported"
                    + "|requires (?:JVM|Java) (\\d+) or later");

    private static final Pattern CLASS_FILE = Pattern.compile(
            "class file has wrong version (\\d+)\\.\\d|more recent version of the Java Runtime \\(class file version (\\d+)\\.");

    /** Of the enforcer plugin: the range's lower end. */
    private static final Pattern RANGE = Pattern.compile("JDK.* is not in the allowed range \\[?(?:1\\.)?(\\d+)");

    /** What an output says, if it says something of the kind. */
    static Optional<JavaMismatch> in(String output) {
        return Stream.of(
                        first(RELEASE, output),
                        first(CLASS_FILE, output).map(version -> version - CLASS_FILE_OFFSET),
                        first(RANGE, output))
                .flatMap(Optional::stream)
                .findFirst()
                .map(JavaMismatch::new);
    }

    private static Optional<Integer> first(Pattern pattern, String output) {
        Matcher matcher = pattern.matcher(output);
        if (!matcher.find()) {
            return Optional.empty();
        }
        for (int group = 1; group <= matcher.groupCount(); group++) {
            if (matcher.group(group) != null) {
                return Optional.of(Integer.parseInt(matcher.group(group)));
            }
        }
        return Optional.empty();
    }
}
