package dev.ristretto.build.metadata;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * What the metadata of a class path asks of the ahead-of-time compiler.
 *
 * @param options of the image builder ({@code -H:}, {@code -R:})
 * @param jvmArguments of the image builder's own JVM
 * @param modules JDK modules to add
 * @param notes one line for every argument that has no meaning here, for the build log
 */
public record MetadataArguments(
        List<String> options, List<String> jvmArguments, Set<String> modules, List<String> notes) {
    /** Copies the collections. */
    public MetadataArguments {
        options = List.copyOf(options);
        jvmArguments = List.copyOf(jvmArguments);
        modules = Set.copyOf(modules);
        notes = List.copyOf(notes);
    }

    /** This and other arguments, in this order. */
    public MetadataArguments and(MetadataArguments other) {
        List<String> allOptions = new ArrayList<>(options);
        allOptions.addAll(other.options);
        List<String> allJvm = new ArrayList<>(jvmArguments);
        allJvm.addAll(other.jvmArguments);
        Set<String> allModules = new LinkedHashSet<>(modules);
        allModules.addAll(other.modules);
        List<String> allNotes = new ArrayList<>(notes);
        allNotes.addAll(other.notes);
        return new MetadataArguments(allOptions, allJvm, allModules, allNotes);
    }
}
