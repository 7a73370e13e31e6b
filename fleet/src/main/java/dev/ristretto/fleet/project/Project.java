package dev.ristretto.fleet.project;

import java.util.List;

/**
 * What a file says there is to be. Immutable.
 *
 * @param name what everything that is made of it is labelled with
 * @param parts services and instances; each stands behind those that it needs
 */
public record Project(String name, List<Part> parts) {

    /** The label that tells what belongs to which project. */
    public static final String LABEL = "project";

    public Project {
        parts = List.copyOf(parts);
    }
}
