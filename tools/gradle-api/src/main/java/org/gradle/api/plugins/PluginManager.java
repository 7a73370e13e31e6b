package org.gradle.api.plugins;

/** Applies plugins. */
public interface PluginManager {
    void apply(String plugin);
}
