package org.gradle.api;

import org.gradle.api.plugins.ExtensionContainer;
import org.gradle.api.plugins.PluginManager;
import org.gradle.api.tasks.TaskContainer;
import org.jspecify.annotations.Nullable;

/** A project, while its build file is read. */
public interface Project {
    String getName();

    PluginManager getPluginManager();

    ExtensionContainer getExtensions();

    TaskContainer getTasks();

    @Nullable
    Object findProperty(String name);

    Object property(String name);
}
