package dev.ristretto.run.vmm.launch;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Scripts of the shell with places for what is known only when they are started: words in capital letters. */
public final class ShellScript {

    private ShellScript() {}

    /**
     * The command that runs a script.
     *
     * @param places the words of the script that are replaced, each by words of the shell
     * @param name the shell's name, by which its process can be found
     */
    public static List<String> command(String script, Map<String, String> places, String name) {
        String filled = Pattern.compile(String.join("|", places.keySet()))
                .matcher(script)
                .replaceAll(place -> Matcher.quoteReplacement(Objects.requireNonNull(places.get(place.group()))));
        return List.of("/bin/sh", "-c", filled, name);
    }

    /** A command, so that the shell takes it as it is. */
    public static String words(List<String> command) {
        return command.stream().map(ShellScript::word).collect(Collectors.joining(" "));
    }

    /** A text, so that the shell takes it as it is. */
    public static String word(Object text) {
        return "'" + text.toString().replace("'", "'\\''") + "'";
    }
}
