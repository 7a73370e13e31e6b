package dev.ristretto.tools.cli;

import dev.ristretto.tools.cli.host.Candidates;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/**
 * All commands as a {@code case} of a shell. For the words of a command it sets four variables: {@code subs}, the
 * commands below; {@code opts}, all options; {@code vals}, those with a value, as {@code OPTION=WHAT}; {@code args},
 * what its arguments are. {@code WHAT} is {@code @KIND} for names that are asked for, {@code /} for files,
 * {@code @KIND/} for both, words with commas between them, or nothing.
 */
final class CompletionTable {

    /** Of place, commands, options, options with values, and arguments. */
    private static final String POSIX = "    '%s') subs='%s' opts='%s' vals=' %s ' args='%s' ;;\n";

    private static final String FISH = """
                    case '%s'
                        set __ristretto_subs %s
                        set __ristretto_opts %s
                        set __ristretto_vals %s
                        set __ristretto_args %s
            """;

    private CompletionTable() {}

    /** The branches of the {@code case}. */
    static String of(CommandLine root, CompletionCommand.Shell shell) {
        StringBuilder table = new StringBuilder();
        add(root, "", shell == CompletionCommand.Shell.FISH ? FISH : POSIX, table);
        return table.toString();
    }

    private static void add(CommandLine command, String place, String form, StringBuilder table) {
        CommandSpec spec = command.getCommandSpec();
        List<String> subs = command.getSubcommands().entrySet().stream()
                .filter(sub -> !sub.getValue().getCommandSpec().usageMessage().hidden())
                .map(Map.Entry::getKey)
                .toList();
        List<String> options = new ArrayList<>();
        List<String> values = new ArrayList<>();
        for (OptionSpec option : spec.options()) {
            for (String name : option.names()) {
                options.add(name);
                if (option.arity().max() > 0) {
                    values.add(name + "=" + what(option));
                }
            }
        }
        List<PositionalParamSpec> positional = spec.positionalParameters();
        String arguments = (positional.isEmpty() ? "" : names(positional.getFirst()))
                + (positional.stream().anyMatch(CompletionTable::isFile) ? "/" : "");
        table.append(form.formatted(
                place, String.join(" ", subs), String.join(" ", options), String.join(" ", values), arguments));
        command.getSubcommands().forEach((sub, below) -> {
            if (subs.contains(sub)) {
                add(below, (place + " " + sub).strip(), form, table);
            }
        });
    }

    private static String what(ArgSpec argument) {
        return names(argument) + (isFile(argument) ? "/" : "");
    }

    private static boolean isFile(ArgSpec argument) {
        return argument.typeInfo().getType() == Path.class
                || Arrays.asList(argument.auxiliaryTypes()).contains(Path.class)
                || argument.paramLabel().contains("PATH");
    }

    private static String names(ArgSpec argument) {
        Iterable<String> candidates = argument.completionCandidates();
        return switch (candidates) {
            case null -> "";
            case Candidates.OfInstances ignored -> asked(NamesCommand.Kind.INSTANCES);
            case Candidates.OfServices ignored -> asked(NamesCommand.Kind.SERVICES);
            case Candidates.OfTokens ignored -> asked(NamesCommand.Kind.TOKENS);
            case Candidates.OfImages ignored -> asked(NamesCommand.Kind.IMAGES);
            case Candidates.OfImagesAndInstances ignored -> asked(NamesCommand.Kind.SUBJECTS);
            case Candidates.OfContexts ignored -> asked(NamesCommand.Kind.CONTEXTS);
            case Candidates.OfVolumes ignored -> asked(NamesCommand.Kind.VOLUMES);
            case Candidates.OfPlaces ignored -> asked(NamesCommand.Kind.PLACES);
            default -> {
                List<String> words = new ArrayList<>();
                candidates.forEach(words::add);
                yield words.stream().map(word -> word.toLowerCase(Locale.ROOT)).collect(Collectors.joining(","));
            }
        };
    }

    private static String asked(NamesCommand.Kind kind) {
        return "@" + kind.name().toLowerCase(Locale.ROOT);
    }
}
