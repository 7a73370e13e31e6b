package org.gradle.api.tasks;

import org.gradle.api.Task;

/** The tasks of a project. */
public interface TaskContainer {
    <T extends Task> T create(String name, Class<T> type);
}
