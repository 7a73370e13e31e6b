package org.gradle.api.tasks;

import java.io.File;
import java.io.InputStream;
import java.util.List;
import org.gradle.api.Project;
import org.gradle.api.Task;

/** A task that runs a program. */
public abstract class AbstractExecTask<T extends AbstractExecTask<T>> implements Task {
    protected AbstractExecTask() {}

    protected native void exec();

    public native void setCommandLine(List<String> words);

    public native T setStandardInput(InputStream input);

    @Override
    public native Project getProject();

    @Override
    public native void setGroup(String group);

    @Override
    public native void setDescription(String description);

    @Override
    public native Task dependsOn(Object... tasks);

    @Override
    public native File getTemporaryDir();
}
