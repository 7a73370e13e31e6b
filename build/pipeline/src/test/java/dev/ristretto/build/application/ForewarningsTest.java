package dev.ristretto.build.application;

import static dev.ristretto.build.SourceCompiler.compile;
import static dev.ristretto.build.SourceCompiler.jar;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ristretto.build.BuildException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ForewarningsTest {
    @TempDir
    Path folder;

    private Path main(String body, Path... classPath) throws IOException {
        return compile(
                folder.resolve("classes"),
                "shop.web.Main",
                "package shop.web; public class Main { public static void main(String[] a) throws Exception { " + body
                        + " } }",
                classPath);
    }

    private static List<String> warnings(Path... classPath) {
        return Forewarnings.of(new Application("shop", "shop.web.Main", List.of(classPath)))
                .lines();
    }

    @Test
    void whatWorksIsNotWarnedOf() throws Exception {
        Path library = compile(folder.resolve("l"), "lib.Used", "package lib; public class Used {}");
        Path classes = main(
                "System.out.println(new lib.Used[0] + \" \" + javax.sql.DataSource.class + int[].class);", library);

        assertThat(warnings(classes, library)).isEmpty();
    }

    @Test
    void nativeLibrariesAreNamedWithTheirJar() throws Exception {
        Path content = Files.createDirectories(folder.resolve("n/native/linux"));
        Files.writeString(content.resolve("libfast.so"), "");
        Files.writeString(content.resolve("fast.dll"), "");
        Path jar = jar(folder.resolve("fast-1.jar"), folder.resolve("n"), Map.of());

        assertThat(warnings(main(""), jar))
                .singleElement()
                .asString()
                .contains("fast-1.jar has native libraries (libfast.so)", "UnsatisfiedLinkError");
    }

    @Test
    void agentsAndGeneratorsAreNamed() throws Exception {
        Path agent = jar(
                folder.resolve("agent-1.jar"),
                compile(folder.resolve("a"), "agent.Agent", "package agent; public class Agent {}"),
                Map.of("Premain-Class", "agent.Agent"));
        Path generator = jar(
                folder.resolve("bb-1.jar"),
                compile(
                        folder.resolve("b"),
                        "net.bytebuddy.ByteBuddy",
                        "package net.bytebuddy; public class ByteBuddy {}"),
                Map.of());
        Path unrepeatable = jar(
                folder.resolve("derby-1.jar"),
                compile(
                        folder.resolve("d"),
                        "org.apache.derby.impl.services.bytecode.BCJava",
                        "package org.apache.derby.impl.services.bytecode; public class BCJava {}"),
                Map.of());

        assertThat(warnings(main(""), agent, generator, unrepeatable))
                .satisfiesExactly(
                        line -> assertThat(line).startsWith("bb-1.jar has Byte Buddy, which makes classes"),
                        line -> assertThat(line)
                                .startsWith("derby-1.jar has Derby, which makes classes")
                                .endsWith("use H2 or HSQLDB"),
                        line -> assertThat(line).contains("without Java agents", "agent-1.jar"));
    }

    @Test
    void classesThatLoadClassesAreNamedIfTheyAreTheApplicationsOwn() throws Exception {
        Path library =
                compile(folder.resolve("l"), "lib.Loader", "package lib; public class Loader extends ClassLoader {}");
        Path own = compile(
                folder.resolve("classes"),
                "shop.web.plugins.Plugins",
                "package shop.web.plugins; public class Plugins { public Plugins() throws Exception {"
                        + " new java.net.URLClassLoader(new java.net.URL[0]); } }");
        Path classes = main("new shop.web.plugins.Plugins(); new lib.Loader();", own, library);

        assertThat(warnings(classes, library))
                .singleElement()
                .asString()
                .endsWith("at run time, for which an image is closed: shop.web.plugins.Plugins");
    }

    @Test
    void aJarWithoutItsLibrariesIsToldWithTheClassThatNeedsThem() throws Exception {
        Path library = compile(folder.resolve("l"), "log.Logger", "package log; public class Logger {}");
        Path own = compile(
                folder.resolve("classes"),
                "shop.web.Service",
                "package shop.web; public class Service { Object o = new log.Logger(); }",
                library);
        Path classes = main("new Service();", own);

        assertThat(warnings(classes, library)).isEmpty();
        assertThat(warnings(classes))
                .singleElement()
                .asString()
                .startsWith("shop.web.Service uses log.Logger, which the class path lacks: NoClassDefFoundError");
    }

    /** Of optional libraries of libraries there are always some that nobody has. */
    @Test
    void whatLibrariesLackIsTheirBusiness() throws Exception {
        Path optional = compile(folder.resolve("o"), "opt.Optional", "package opt; public class Optional {}");
        Path library = compile(
                folder.resolve("l"),
                "lib.Lib",
                "package lib; public class Lib { Object o = new opt.Optional(); }",
                optional);

        assertThat(warnings(main("new lib.Lib();", library), library)).isEmpty();
    }

    @Test
    void aMainClassWithoutItsSuperclassIsRefused() throws Exception {
        Path library = compile(folder.resolve("l"), "ui.Base", "package ui; public class Base {}");
        Path classes = compile(
                folder.resolve("classes"),
                "shop.web.Main",
                "package shop.web; public class Main extends ui.Base { public static void main(String[] a) {} }",
                library);

        assertThatThrownBy(() -> warnings(classes))
                .isInstanceOf(BuildException.class)
                .hasMessageContainingAll("shop.web.Main is a ui.Base", "class path lacks");
    }
}
