package org.gradle.api.tasks;

/** A task that runs a program. */
public class Exec extends AbstractExecTask<Exec> {
    public Exec() {}
}
