package dev.ristretto.tools.project;

import java.util.List;

/**
 * What a file says there is to be. Immutable.
 *
 * @param name what everything that is made of it is labelled with
 * @param parts services and instances; each stands behind those that it needs
 */
public record ProjectDefinition(String name, List<ProjectPart> parts) {

    /** The label that tells what belongs to which project. */
    public static final String LABEL = "project";

    public ProjectDefinition {
        parts = List.copyOf(parts);
    }
}
