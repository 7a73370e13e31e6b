package dev.ristretto.tools.plugin;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What can be said about an image in a project's file. */
public class ImageSettings {
    private String command = "ristretto";
    private @Nullable String name;
    private @Nullable String mainClass;
    private @Nullable String memory;
    private List<String> ports = new ArrayList<>();
    private Map<String, String> environment = new LinkedHashMap<>();
    private List<String> options = new ArrayList<>();
    private boolean reproducible;
    private @Nullable String as;
    private List<String> arguments = new ArrayList<>();

    /** Everything is as it usually is. */
    public ImageSettings() {}

    /** The command line: a file, or a name on the search path. */
    public String getCommand() {
        return command;
    }

    /** See {@link #getCommand}. */
    public void setCommand(String command) {
        this.command = command;
    }

    /** The image's name, with a tag or without; by default the project's. */
    public @Nullable String getName() {
        return name;
    }

    /** See {@link #getName}. */
    public void setName(@Nullable String name) {
        this.name = name;
    }

    /** The class whose main method runs; by default the only one that has one. */
    public @Nullable String getMainClass() {
        return mainClass;
    }

    /** See {@link #getMainClass}. */
    public void setMainClass(@Nullable String mainClass) {
        this.mainClass = mainClass;
    }

    /** The least memory to start with, for example 128m. */
    public @Nullable String getMemory() {
        return memory;
    }

    /** See {@link #getMemory}. */
    public void setMemory(@Nullable String memory) {
        this.memory = memory;
    }

    /** Ports that the application listens on, for example 8080; when it runs, the same port of this computer. */
    public List<String> getPorts() {
        return ports;
    }

    /** See {@link #getPorts}. */
    public void setPorts(List<String> ports) {
        this.ports = ports;
    }

    /** Environment variables, which can be overridden when the image is started. */
    public Map<String, String> getEnvironment() {
        return environment;
    }

    /** See {@link #getEnvironment}. */
    public void setEnvironment(Map<String, String> environment) {
        this.environment = environment;
    }

    /** Options of the build, KEY=VALUE each, as {@code ristretto build --option} takes them. */
    public List<String> getOptions() {
        return options;
    }

    /** See {@link #getOptions}. */
    public void setOptions(List<String> options) {
        this.options = options;
    }

    /** Whether the same input is to give the same image, bit for bit. */
    public boolean isReproducible() {
        return reproducible;
    }

    /** See {@link #isReproducible}. */
    public void setReproducible(boolean reproducible) {
        this.reproducible = reproducible;
    }

    /** What it runs as: a virtual machine ({@code vm}), a process, or what is faster ({@code auto}). */
    public @Nullable String getAs() {
        return as;
    }

    /** See {@link #getAs}. */
    public void setAs(@Nullable String as) {
        this.as = as;
    }

    /** Arguments of the application when it runs. */
    public List<String> getArguments() {
        return arguments;
    }

    /** See {@link #getArguments}. */
    public void setArguments(List<String> arguments) {
        this.arguments = arguments;
    }
}
