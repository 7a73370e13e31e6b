package dev.ristretto.tools.project;

import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Replaces {@code ${NAME}} and {@code ${NAME:-default}} by variables of the environment; {@code $$} is a dollar. */
final class Variables {

    private static final Pattern NAME = Pattern.compile("\\$\\{([A-Za-z_][A-Za-z0-9_]*)(:-([^}]*))?}");

    private final Map<String, String> environment;

    Variables(Map<String, String> environment) {
        this.environment = Map.copyOf(environment);
    }

    /**
     * Replaces all of a text. What comes from a variable is not looked at again.
     *
     * @throws IllegalArgumentException if one is not set and has no default, or what follows a dollar is neither
     */
    String replace(String text) {
        StringBuilder replaced = new StringBuilder();
        Matcher variable = NAME.matcher(text);
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c != '$') {
                replaced.append(c);
            } else if (text.startsWith("$$", i)) {
                replaced.append('$');
                i++;
            } else if (variable.region(i, text.length()).lookingAt()) {
                replaced.append(value(variable.group(1), variable.group(3)));
                i = variable.end() - 1;
            } else if (text.startsWith("${", i)) {
                throw new IllegalArgumentException("'" + text.substring(i)
                        + "' is no variable: write ${NAME} or ${NAME:-default}, or $$ for a dollar");
            } else {
                // Alone it means nothing, as in a regular expression's end.
                replaced.append(c);
            }
        }
        return replaced.toString();
    }

    private String value(String name, @Nullable String otherwise) {
        String value = environment.getOrDefault(name, "");
        if (otherwise != null) {
            return value.isEmpty() ? otherwise : value;
        }
        if (!environment.containsKey(name)) {
            throw new IllegalArgumentException("the variable " + name
                    + " is not set\nSet it in the environment, or give it a default: ${" + name + ":-default}");
        }
        return value;
    }
}
