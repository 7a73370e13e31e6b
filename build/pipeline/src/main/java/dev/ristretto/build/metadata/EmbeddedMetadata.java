package dev.ristretto.build.metadata;

import dev.ristretto.build.BuildException;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Stream;

/**
 * Metadata inside the jars and folders of a class path, under {@code META-INF/native-image}, as GraalVM's launcher
 * treats it: arguments of {@code native-image.properties} with {@code ${.}} expanded, and configuration files by name.
 */
public final class EmbeddedMetadata {
    private static final String FOLDER = "META-INF/native-image";
    private static final String PROPERTIES = "native-image.properties";

    private static final Map<String, String> CONFIGURATIONS = Map.of(
            "jni-config.json", "JNIConfigurationResources",
            "predefined-classes-config.json", "PredefinedClassesConfigurationResources",
            "proxy-config.json", "DynamicProxyConfigurationResources",
            "reachability-metadata.json", "ReachabilityMetadataResources",
            "reflect-config.json", "ReflectionConfigurationResources",
            "resource-config.json", "ResourceConfigurationResources",
            "serialization-config.json", "SerializationConfigurationResources");

    private EmbeddedMetadata() {}

    /**
     * Collects the arguments of a class path, entry by entry, files sorted.
     *
     * @throws BuildException if a jar or a properties file cannot be read
     */
    public static MetadataArguments of(List<Path> classPath) {
        ArgumentTranslator translator = new ArgumentTranslator();
        for (Path entry : classPath) {
            try {
                if (Files.isDirectory(entry)) {
                    read(entry, entry, translator);
                } else {
                    try (FileSystem jar = FileSystems.newFileSystem(entry)) {
                        read(jar.getPath("/"), entry, translator);
                    }
                }
            } catch (IOException e) {
                throw new BuildException("Cannot read the metadata in " + entry + ": " + e.getMessage(), e);
            }
        }
        return translator.result();
    }

    private static void read(Path root, Path entry, ArgumentTranslator translator) throws IOException {
        Path folder = root.resolve(FOLDER);
        if (!Files.isDirectory(folder)) {
            return;
        }
        List<Path> files;
        try (Stream<Path> walk = Files.walk(folder)) {
            files = walk.filter(Files::isRegularFile).sorted().toList();
        }
        for (Path file : files) {
            String name = String.valueOf(file.getFileName());
            String resource = root.relativize(file).toString();
            String option = CONFIGURATIONS.get(name);
            if (translator.excludes(entry.toString(), resource)) {
                continue;
            }
            if (option != null) {
                translator.add(List.of("-H:" + option + "=" + resource), resource);
            } else if (name.equals(PROPERTIES)) {
                translator.add(arguments(file, resource), entry.getFileName() + "!" + resource);
            }
        }
    }

    private static List<String> arguments(Path file, String resource) throws IOException {
        Properties properties = new Properties();
        properties.load(new StringReader(Files.readString(file, StandardCharsets.UTF_8)));
        String here = resource.substring(0, resource.lastIndexOf('/'));
        List<String> arguments = new ArrayList<>();
        for (String argument : ArgumentTranslator.split(properties.getProperty("Args", ""))) {
            arguments.add(argument.replace("${.}", here));
        }
        for (String argument : ArgumentTranslator.split(properties.getProperty("JavaArgs", ""))) {
            arguments.add("-J" + argument);
        }
        return arguments;
    }
}
