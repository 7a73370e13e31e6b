package dev.ristretto.tools.project;

import dev.ristretto.fleet.api.syntax.InstanceName;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads the file of a project; docs/fleet.md describes it. */
public final class ProjectFile {

    /** Its usual name. */
    public static final String NAME = "ristretto.yaml";

    /** A service's replicas have a revision and a number behind its name. */
    private static final int LONGEST_SERVICE = 48;

    private final Map<String, ProjectPart> parts = new LinkedHashMap<>();

    /** Where each need is written, by who has it and what it is. */
    private final Map<String, Map<String, SourcePosition>> needs = new HashMap<>();

    private final List<ProjectPart> ordered = new ArrayList<>();

    private ProjectFile() {}

    /**
     * Reads one.
     *
     * @param file its name, for messages
     * @param text what is in it
     * @param folder the name of its folder, which is the project's unless the file says otherwise
     * @param environment for variables in it
     * @throws dev.ristretto.fleet.api.error.FleetException that names file, line and column of what is wrong, and what
     *     to do about it
     */
    public static ProjectDefinition parse(String file, String text, String folder, Map<String, String> environment) {
        Value root = new YamlReader(file, new Variables(environment)).read(text);
        return new ProjectFile().read(Fields.of(root, "a project", "project", "services", "instances"), folder);
    }

    private ProjectDefinition read(Fields fields, String folder) {
        String name = fields.text("project").orElse(folder);
        if (!name.matches(InstanceName.PATTERN)) {
            throw fields.at("project")
                    .error("'" + name + "' is no name for a project: use up to 63 letters, digits and . _ -"
                            + "\nAdd project: NAME");
        }
        PartReader reader = new PartReader(name);
        fields.value("services")
                .ifPresent(value -> Fields.entries(value, "services")
                        .values()
                        .forEach((key, part) -> add(key, reader.service(key, part), part)));
        fields.value("instances")
                .ifPresent(value -> Fields.entries(value, "instances")
                        .values()
                        .forEach((key, part) -> add(key, reader.instance(key, part), part)));
        parts.values().forEach(part -> order(part, new ArrayList<>()));
        return new ProjectDefinition(name, ordered);
    }

    private void add(Value.Text name, ProjectPart part, Value value) {
        name.at().check(() -> {
            InstanceName.check(part.name());
            return part;
        });
        if (part instanceof ProjectPart.Service && part.name().length() > LONGEST_SERVICE) {
            throw name.at()
                    .error("the name of a service has at most " + LONGEST_SERVICE + " letters, not "
                            + part.name().length());
        }
        ProjectPart other = parts.putIfAbsent(part.name(), part);
        if (other != null) {
            throw name.at()
                    .error("'" + part.name() + "' is there twice, first in line "
                            + other.at().line() + "\nRename one of them");
        }
        Map<String, SourcePosition> places = new HashMap<>();
        if (value instanceof Value.Entries entries) {
            entries.values().forEach((key, needed) -> {
                if (key.text().equals("needs")) {
                    collect(needed, places);
                }
            });
        }
        needs.put(part.name(), places);
    }

    private static void collect(Value needed, Map<String, SourcePosition> places) {
        switch (needed) {
            case Value.Text text -> places.put(text.text(), text.at());
            case Value.Items items -> items.values().forEach(item -> collect(item, places));
            case Value.Entries entries -> throw new IllegalStateException("a list of needs has been read already");
        }
    }

    /** Puts a part behind those that it needs; otherwise the file's order stays. */
    private void order(ProjectPart part, List<String> way) {
        if (ordered.contains(part)) {
            return;
        }
        way.add(part.name());
        for (String need : part.needs()) {
            SourcePosition at = place(part, need);
            ProjectPart needed = parts.get(need);
            if (needed == null) {
                throw at.error("'" + part.name() + "' needs '" + need + "', which is not in this file\nThere are: "
                        + String.join(", ", parts.keySet()));
            }
            if (way.contains(need)) {
                String circle = String.join(" -> ", way.subList(way.indexOf(need), way.size())) + " -> " + need;
                throw at.error(
                        "this is a circle: " + circle + "\nNone of them could be the first: remove one of these needs");
            }
            order(needed, way);
        }
        way.removeLast();
        ordered.add(part);
    }

    private SourcePosition place(ProjectPart part, String need) {
        return needs.getOrDefault(part.name(), Map.of()).getOrDefault(need, part.at());
    }
}
