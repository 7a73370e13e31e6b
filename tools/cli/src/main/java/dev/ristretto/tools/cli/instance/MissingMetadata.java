package dev.ristretto.tools.cli.instance;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Looks in what an instance prints for signs that its image lacks what only reflection names. Libraries look for much
 * that may be missing, so that it means something only if the application fails.
 */
final class MissingMetadata {
    private static final Pattern SIGN =
            Pattern.compile("(java\\.lang\\.(ClassNotFound|NoSuchMethod|NoSuchField|Instantiation)Exception"
                    + "|java\\.util\\.MissingResourceException"
                    + "|Missing(Reflection|Resource|JNI|Serialization)RegistrationError"
                    + "|Generating proxy classes at runtime"
                    + "|Cannot make the class \\S+, which 'ristretto trace' has not seen)\\b.*");

    /** What the compiler's runtime goes on to say, for people who write metadata. */
    private static final Pattern ADVICE = Pattern.compile("\\. To allow this operation.*");

    private static final int LONGEST_LINE = 300;

    private final byte[] line = new byte[LONGEST_LINE];
    private int length;
    private @Nullable String sign;

    /** Looks at what comes next. */
    void look(byte[] content, int count) {
        for (int i = 0; i < count; i++) {
            if (content[i] == '\n') {
                end();
            } else if (length < LONGEST_LINE) {
                line[length++] = content[i];
            }
        }
    }

    private void end() {
        Matcher matcher = SIGN.matcher(new String(line, 0, length, StandardCharsets.UTF_8).strip());
        if (matcher.find()) {
            sign = ADVICE.matcher(matcher.group()).replaceFirst("");
        }
        length = 0;
    }

    /** The last sign, which is the likeliest reason: what was missing first, others may do without. */
    Optional<String> sign() {
        end();
        return Optional.ofNullable(sign);
    }
}
