package dev.ristretto.build;

import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

/** Makes class folders and jars for tests. */
public final class SourceCompiler {
    private SourceCompiler() {}

    /** Compiles one class, given its binary name and source, into a folder; it may use classes of other folders. */
    public static Path compile(Path folder, String className, String source, Path... classPath) throws IOException {
        Files.createDirectories(folder);
        String others = Stream.of(classPath).map(Path::toString).collect(Collectors.joining(File.pathSeparator));
        JavaFileObject file =
                new SimpleJavaFileObject(
                        URI.create("string:///" + className.replace('.', '/') + ".java"), JavaFileObject.Kind.SOURCE) {
                    @Override
                    public CharSequence getCharContent(boolean ignoreEncodingErrors) {
                        return source;
                    }
                };
        List<String> options = List.of("-proc:none", "-cp", others, "-d", folder.toString());
        boolean compiled = ToolProvider.getSystemJavaCompiler()
                .getTask(null, null, null, options, null, List.of(file))
                .call();
        if (!compiled) {
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
