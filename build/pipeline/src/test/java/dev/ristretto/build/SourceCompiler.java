package dev.ristretto.build;

import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.ToolProvider;

/** Makes class folders and jars for tests. */
public final class SourceCompiler {
    private SourceCompiler() {}

    /** Compiles one class, given its binary name and source, into a folder; it may use classes of other folders. */
    public static Path compile(Path folder, String className, String source, Path... classPath) throws IOException {
        Path sources = Files.createTempDirectory("sources");
        Path file = sources.resolve(className.replace('.', '/') + ".java");
        Files.createDirectories(file.resolveSibling("."));
        Files.writeString(file, source);
        Files.createDirectories(folder);
        String others = Stream.of(classPath).map(Path::toString).collect(Collectors.joining(File.pathSeparator));
        int status = ToolProvider.getSystemJavaCompiler()
                .run(null, null, null, "-proc:none", "-cp", others, "-d", folder.toString(), file.toString());
        if (status != 0) {
            throw new IllegalArgumentException("does not compile: " + source);
        }
        return folder;
    }

    /** Compiles a class that has a main method. */
    public static Path program(Path folder, String className) throws IOException {
        int dot = className.lastIndexOf('.');
        String header = dot < 0 ? "" : "package " + className.substring(0, dot) + ";";
        return compile(
                folder,
                className,
                header + "public class " + className.substring(dot + 1)
                        + " { public static void main(String[] args) { System.out.println(1); } }");
    }

    /** Packs a folder into a jar with manifest attributes. */
    public static Path jar(Path jar, Path folder, Map<String, String> attributes) throws IOException {
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        attributes.forEach((name, value) -> manifest.getMainAttributes().putValue(name, value));
        try (OutputStream out = Files.newOutputStream(jar);
                JarOutputStream zip = new JarOutputStream(out, manifest);
                Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
                zip.putNextEntry(new JarEntry(folder.relativize(file).toString()));
                zip.write(Files.readAllBytes(file));
            }
        }
        return jar;
    }
}
