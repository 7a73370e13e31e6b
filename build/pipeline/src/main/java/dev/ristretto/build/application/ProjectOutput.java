package dev.ristretto.build.application;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What a build tool says about a project after building it.
 *
 * @param own folders or jars with the project's own classes and resources
 * @param libraries its run-time dependencies in search order
 * @param mainClass the main class that the build names, if it does
 */
record ProjectOutput(List<Path> own, List<Path> libraries, Optional<String> mainClass) {}
