package dev.ristretto.run.vmm.launch;

import java.util.ArrayList;
import java.util.List;

/**
 * Scripts of the shell that get what they work with as arguments. A script is the same text whatever it is about, so
 * that no name, path or option of an instance can become a word of the shell's.
 */
public final class ShellScript {

    /**
     * A function that becomes the program which so many of its arguments are: how many, then those, then others. It
     * puts them behind the others, one after another, and drops the others.
     */
    private static final String BECOME = """
            become() {
              count=$1
              shift
              turned=0
              while [ "$turned" -lt "$count" ]; do
                set -- "$@" "$1"
                shift
                turned=$((turned + 1))
              done
              shift $(($# - count))
              exec "$@"
            }
            """;

    private ShellScript() {}

    /**
     * The command that runs a script.
     *
     * @param script it finds in {@code $@} the words, then the number of words of the first command, then both commands
     * @param name the shell's name, by which its process can be found
     * @param words for the script
     * @param first a command that {@code become} becomes, given that number and both commands
     * @param second a command
     */
    public static List<String> command(
            String script, String name, List<String> words, List<String> first, List<String> second) {
        List<String> command = new ArrayList<>(List.of("/bin/sh", "-c", withFunctions(script), name));
        command.addAll(words);
        command.add(Integer.toString(first.size()));
        command.addAll(first);
        command.addAll(second);
        return command;
    }

    /** A script for a shell that another script starts, with {@code become}. */
    public static String withFunctions(String script) {
        return BECOME + script;
    }
}
