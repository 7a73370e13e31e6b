package dev.ristretto.build.program;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Which packages of Debian the files of this host have come with, asked of dpkg in few calls. Where there is no dpkg,
 * nothing is known.
 */
final class DebianPackages {
    /** So that a command stays far below the two megabytes that Linux takes. */
    private static final int MOST_PATHS = 4000;

    private final HostTools tools;

    DebianPackages(HostTools tools) {
        this.tools = tools;
    }

    /** Package and version by file; files of no package are left out. */
    Map<Path, String> of(Collection<Path> files) {
        Map<String, List<Path>> names = new HashMap<>();
        for (Path file : files) {
            String path = file.toString();
            // Where /lib is a link to /usr/lib, dpkg knows a file under the path of its package, either.
            Stream<String> paths =
                    path.startsWith("/usr/") ? Stream.of(path, path.substring("/usr".length())) : Stream.of(path);
            paths.forEach(name ->
                    names.computeIfAbsent(name, unused -> new ArrayList<>()).add(file));
        }
        Map<Path, String> packages = new HashMap<>();
        List<String> all = names.keySet().stream().sorted().toList();
        for (int from = 0; from < all.size(); from += MOST_PATHS) {
            List<String> command = new ArrayList<>(List.of("dpkg-query", "-S"));
            // What has a wildcard in its name would be a pattern.
            all.subList(from, Math.min(all.size(), from + MOST_PATHS)).stream()
                    .filter(path -> !path.matches(".*[*?\\[\\\\].*"))
                    .forEach(command::add);
            tools.ask(command).lines().forEach(line -> note(line, names, packages));
        }
        Map<String, String> versions = versions(new LinkedHashSet<>(packages.values()));
        packages.replaceAll(
                (file, name) -> (name.replaceFirst(":.*", "") + " " + versions.getOrDefault(name, "")).strip());
        return packages;
    }

    /** {@code NAME[, NAME...]: PATH}. */
    private static void note(String line, Map<String, List<Path>> names, Map<Path, String> packages) {
        int end = line.indexOf(": ");
        if (end > 0 && !line.startsWith("diversion by ")) {
            String name = line.substring(0, end).replaceFirst(",.*", "");
            names.getOrDefault(line.substring(end + 2), List.of()).forEach(file -> packages.put(file, name));
        }
    }

    private Map<String, String> versions(Set<String> packages) {
        if (packages.isEmpty()) {
            return Map.of();
        }
        List<String> command = new ArrayList<>(
                List.of("dpkg-query", "-W", "-f=${binary:Package} ${Package}:${Architecture} ${Version}\\n"));
        command.addAll(packages);
        Map<String, String> versions = new HashMap<>();
        tools.ask(command)
                .lines()
                .map(line -> line.split(" "))
                .filter(words -> words.length == 3)
                .forEach(words -> {
                    versions.put(words[0], words[2]);
                    versions.put(words[1], words[2]);
                });
        return versions;
    }
}
