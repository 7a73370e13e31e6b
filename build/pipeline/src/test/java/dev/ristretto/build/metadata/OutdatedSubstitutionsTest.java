package dev.ristretto.build.metadata;

import static dev.ristretto.build.SourceCompiler.compile;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OutdatedSubstitutionsTest {
    private static final String RUNTIME =
            "@java.lang.annotation.Retention(java.lang.annotation.RetentionPolicy.RUNTIME) public @interface ";

    @TempDir
    Path folder;

    private Path compiler = Path.of("");
    private Path library = Path.of("");

    @BeforeEach
    void prepare() throws Exception {
        compiler = Files.createDirectories(folder.resolve("compiler"));
        library = Files.createDirectories(folder.resolve("library"));
        compile(
                compiler,
                "com.oracle.svm.core.annotate.TargetClass",
                "package com.oracle.svm.core.annotate; " + RUNTIME
                        + "TargetClass { String className() default \"\"; Class<?>[] onlyWith() default {}; }");
        compile(
                compiler,
                "com.oracle.svm.core.annotate.Alias",
                "package com.oracle.svm.core.annotate; " + RUNTIME + "Alias {}");
        compile(compiler, "compiler.Present", "package compiler; public class Present {}");
    }

    private void substitution(String name, String annotation, String body) throws Exception {
        compile(
                library,
                "lib." + name,
                "package lib; import com.oracle.svm.core.annotate.*; @TargetClass(" + annotation + ") public class "
                        + name + " { " + body + " }",
                compiler,
                library);
    }

    @Test
    void whatHasNoTargetCountsForNothingAndNeitherDoesWhatCallsIt() throws Exception {
        substitution(
                "Old", "className = \"org.graalvm.compiler.Gone\"", "@Alias public static int a; @Alias void b() {}");
        substitution("Caller", "className = \"java.util.ArrayList\"", "int size() { return Old.a; }");
        substitution("OfTheJdk", "className = \"sun.nio.fs.UnixPath\"", "");
        substitution("OfTheCompiler", "className = \"compiler.Present\"", "");
        substitution("OfTheLibrary", "className = \"lib.Plain\"", "");
        substitution("Chosen", "className = \"not.There\", onlyWith = Object.class", "");
        compile(library, "lib.Plain", "package lib; public class Plain { Object old = new Old(); }", library, compiler);

        Path target = folder.resolve("plain");
        assertThat(OutdatedSubstitutions.remove(List.of(library), List.of(compiler), target))
                .containsExactly("lib/Caller", "lib/Old");
        try (URLClassLoader loader = new URLClassLoader(
                new URL[] {target.toUri().toURL(), compiler.toUri().toURL()}, null)) {
            Class<?> old = loader.loadClass("lib.Old");
            assertThat(old.getAnnotations()).isEmpty();
            assertThat(old.getField("a").getAnnotations()).isEmpty();
            assertThat(old.getDeclaredMethod("b").getAnnotations()).isEmpty();
            assertThat(loader.loadClass("lib.Caller").getAnnotations()).isEmpty();
        }
    }

    @Test
    void withoutSubstitutionsNothingIsWritten() throws Exception {
        compile(library, "lib.Plain", "package lib; public class Plain {}");
        assertThat(OutdatedSubstitutions.remove(List.of(library), List.of(compiler), folder.resolve("plain")))
                .isEmpty();
        assertThat(folder.resolve("plain")).doesNotExist();
    }
}
