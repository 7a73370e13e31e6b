package org.gradle.api;

import java.io.File;

/** A task of a project. */
public interface Task {
    Project getProject();

    void setGroup(String group);

    void setDescription(String description);

    Task dependsOn(Object... tasks);

    File getTemporaryDir();
}
