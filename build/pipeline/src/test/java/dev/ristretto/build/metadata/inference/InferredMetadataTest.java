package dev.ristretto.build.metadata.inference;

import static dev.ristretto.build.SourceCompiler.compile;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.ristretto.build.application.Application;
import dev.ristretto.build.metadata.MetadataArguments;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

class InferredMetadataTest extends InferenceFixture {
    @Test
    void resourcesOfApplicationAndLibrariesAreTaken() throws Exception {
        compile(own, "shop.Main", "package shop; public class Main { public static void main(String[] a) {} }");
        write(
                own,
                "shop/page.html",
                "templates/a*b.txt",
                "META-INF/MANIFEST.MF",
                "META-INF/services/x.Y",
                "shop/native.so");
        write(
                library,
                "help/index.txt",
                "META-INF/MANIFEST.MF",
                "META-INF/maven/g/a/pom.xml",
                "LICENSE",
                "META-INF/NOTICE.txt");
        JsonNode metadata = infer("shop.Main");
        assertThat(texts(metadata, "resources", "glob"))
                .containsExactly(
                        "META-INF",
                        "META-INF/MANIFEST.MF",
                        "META-INF/services",
                        "META-INF/services/x.Y",
                        "help",
                        "help/index.txt",
                        "shop",
                        "shop/page.html",
                        "templates",
                        "templates/a\\*b.txt");
    }

    @Test
    void foldersAreTakenButThoseOfALibrarysClasses() throws Exception {
        compile(own, "shop.Main", "package shop; public class Main { public static void main(String[] a) {} }");
        compile(library, "help.Texts", "package help; class Texts {}");
        write(own, "shop/page.html");
        write(library, "help/index.txt", "help/more/index.txt");
        assertThat(texts(infer("shop.Main"), "resources", "glob"))
                .containsExactly("help/index.txt", "help/more", "help/more/index.txt", "shop", "shop/page.html");
    }

    @Test
    void memorySegmentsAreForApplicationsThatUseThem() throws Exception {
        compile(own, "Main", "public class Main { public static void main(String[] a) {} }");
        compile(
                library,
                "pool.Pool",
                "package pool; class Pool { Object a = java.lang.foreign.Arena.ofAuto().allocate(1); }");
        assertThat(arguments("Main").options()).doesNotContain("-H:+ForeignAPISupport");
        compile(
                own,
                "Uses",
                "class Uses { java.lang.foreign.MemorySegment a; int b() { return (int) a.byteSize(); } }");
        assertThat(arguments("Main").options()).contains("-H:+ForeignAPISupport");
    }

    @Test
    void fileSystemsOfTheClassPathAreMadeWhenTheImageRuns() throws Exception {
        compile(own, "Main", "public class Main { public static void main(String[] a) {} }");
        assertThat(arguments("Main").options()).noneMatch(option -> option.contains("file-system-providers"));
        write(library, "META-INF/services/java.nio.file.spi.FileSystemProvider");
        assertThat(arguments("Main").options()).contains("-H:FutureDefaults=run-time-initialize-file-system-providers");
    }

    @Test
    void aLargeFileOfALibraryIsLeftOutAndTheApplicationsIsNot() throws Exception {
        compile(own, "Main", "public class Main { public static void main(String[] a) {} }");
        Files.write(own.resolve("model.bin"), new byte[5 << 20]);
        Files.write(library.resolve("map.bin"), new byte[5 << 20]);
        MetadataArguments arguments = arguments("Main");
        assertThat(texts(json(), "resources", "glob")).containsExactly("model.bin");
        assertThat(arguments.notes())
                .contains("inferred: map.bin of library (5242880 bytes) is left out;"
                        + " --option include-resources=map\\.bin includes it");
    }

    @Test
    void propertiesThatCodeNamesAreBundles() throws Exception {
        compile(
                own,
                "shop.Main",
                "package shop; public class Main { static String a = \"shop.Texts\", b = \"more/Labels\"; }");
        write(own, "shop/Texts.properties", "shop/Texts_de.properties", "shop/Texts_de_AT.properties");
        write(own, "more/Labels.properties", "application.properties", "META-INF/x.properties");
        compile(
                library,
                "web.Manager",
                "package web; class Manager { String a = \"web\" + \".LocalStrings\".trim(); }");
        compile(library, "xml.Messages", "package xml; class Messages {}");
        compile(library, "sql.States", "package sql; class States { String a = \"state-messages\"; }");
        write(library, "sql/texts/state-messages.properties");
        write(library, "web/LocalStrings.properties", "xml/Messages.properties");
        assertThat(texts(infer("shop.Main"), "resources", "bundle"))
                .containsExactly(
                        "more.Labels", "shop.Texts", "sql.texts.state-messages", "web.LocalStrings", "xml.Messages");
    }

    @Test
    void bundlesThatAreClassesAreInitializedEarlyIfTheyHoldValuesOfTheJdkAlone() throws Exception {
        String contents = " extends java.util.ListResourceBundle { protected Object[][] getContents() { return ";
        compile(own, "shop.Main", "package shop; public class Main { public static void main(String[] a) {} }");
        compile(own, "shop.Texts", "package shop; public class Texts" + contents + "null; } }");
        compile(own, "shop.Texts_de_AT", "package shop; public class Texts_de_AT" + contents + "null; } }");
        compile(
                own,
                "shop.Rich",
                "package shop; public class Rich" + contents + "new Object[][] {{\"a\", new Main()}}; } }",
                own);
        compile(library, "lib.Labels", "package lib; public class Labels" + contents + "null; } }");
        MetadataArguments arguments = arguments("shop.Main");
        assertThat(texts(json(), "resources", "bundle")).containsExactly("shop.Texts");
        assertThat(arguments.initializedEarly()).containsExactlyInAnyOrder("shop.Texts", "shop.Texts_de_AT");
        assertThat(arguments.options()).contains("-H:IncludeLocales=de-AT");
    }

    @Test
    void dataIsOpenToMappersThatAreOnTheClassPath() throws Exception {
        compile(own, "shop.Main", "package shop; public class Main { public static void main(String[] a) {} }");
        compile(own, "shop.Item", "package shop; public record Item(int price) {}");
        compile(own, "shop.Bean", "package shop; public class Bean { int a; public int getA() { return a; } }");
        compile(own, "shop.View", "package shop; public class View { public int getA() { return 1; } }");
        compile(
                own,
                "shop.Work",
                "package shop; public class Work { final int a; Work(int a) { this.a = a; } void run() {} }");
        assertThat(texts(infer("shop.Main"), "reflection", "type")).isEmpty();
        compile(library, "com.google.gson.Gson", "package com.google.gson; public class Gson {}");
        JsonNode metadata = infer("shop.Main");
        assertThat(texts(metadata, "reflection", "type"))
                .containsExactly("shop.Bean", "shop.Bean[]", "shop.Item", "shop.Item[]", "shop.View", "shop.View[]");
        assertThat(entry(metadata, "shop.Item").path("allDeclaredFields").asBoolean())
                .isTrue();
    }

    @Test
    void whatHoldsLoggersOfTheApplicationIsInitializedWhenItRuns() throws Exception {
        compile(own, "shop.Main", "package shop; public class Main { public static void main(String[] a) {} }");
        compile(
                library,
                "net.logs.Log",
                "package net.logs; public class Log { Object a = org.slf4j.LoggerFactory.get(); }",
                facade());
        compile(library, "net.web.Codec", "package net.web; class Codec { Object a = new net.logs.Log(); }", library);
        compile(library, "net.plain.Table", "package net.plain; class Table {}");
        List<String> requests = List.of(
                "-H:ClassInitialization=net.logs:build_time,net.web.Codec:build_time",
                "-H:ClassInitialization=net.plain:build_time,x:run_time");
        assertThat(arguments("shop.Main", requests).options()).containsAll(requests);

        compile(library, "org.slf4j.LoggerFactory", "package org.slf4j; public class LoggerFactory {}");
        MetadataArguments arguments = arguments("shop.Main", requests);
        assertThat(arguments.initializedEarly()).containsExactly("net.plain");
        assertThat(arguments.options()).contains("-H:ClassInitialization=net.plain:build_time,x:run_time");
        assertThat(arguments.notes())
                .anyMatch(note -> note.startsWith("net.web.Codec is initialized when the image runs"));

        // Who runs a library while an image is built knows what it logs.
        List<String> more = new ArrayList<>(requests);
        more.add("-H:Features=net.web.graal.WebFeature");
        assertThat(arguments("shop.Main", more).initializedEarly()).containsExactly("net.plain", "net.web.Codec");
    }

    private Path facade() throws IOException {
        return compile(
                folder.resolve("facade"),
                "org.slf4j.LoggerFactory",
                "package org.slf4j; public class LoggerFactory { public static Object get() { return 1; } }");
    }

    @Test
    void annotationsAndSupertypesDecide() throws Exception {
        compile(
                library,
                "picocli.CommandLine",
                "package picocli; public class CommandLine { public @interface Nothing {}"
                        + " @java.lang.annotation.Retention(java.lang.annotation.RetentionPolicy.RUNTIME) public"
                        + " @interface Option {} public interface IVersionProvider {} static class Mixin { @Option int a;"
                        + " } }");
        compile(own, "shop.Main", "package shop; public class Main { @picocli.CommandLine.Option int a; }", library);
        compile(own, "shop.Plain", "package shop; public class Plain { @picocli.CommandLine.Nothing int a; }", library);
        compile(
                own,
                "shop.Base",
                "package shop; abstract class Base implements picocli.CommandLine.IVersionProvider {}",
                library);
        compile(own, "shop.Version", "package shop; class Version extends Base {}", library, own);
        assertThat(texts(infer("shop.Main"), "reflection", "type"))
                .containsExactly("shop.Base", "shop.Main", "shop.Version");
        assertThat(ifReachable("picocli.CommandLine$Mixin", "picocli.CommandLine$Mixin")
                        .path("allDeclaredFields")
                        .asBoolean())
                .isTrue();
    }

    @Test
    void annotatedClassesAndThoseThatCodeHandsOverAreOpenIfTheyAreReachable() throws Exception {
        compile(library, "work.Base", "package work; public class Base { int a; }");
        compile(own, "shop.Job", "package shop; public class Job extends work.Base {}", library);
        compile(own, "shop.Plain", "package shop; public class Plain {}");
        compile(own, "shop.Old", "package shop; @Deprecated public class Old {}");
        compile(
                library,
                "web.Route",
                "package web; @java.lang.annotation.Retention(java.lang.annotation.RetentionPolicy.RUNTIME) public"
                        + " @interface Route {}");
        compile(own, "shop.Page", "package shop; public interface Page { @web.Route int a(); }", library);
        compile(
                own,
                "shop.Main",
                "package shop; public class Main { Object a = Job.class, b = new Plain(), c = Main.class; }",
                own);
        infer("shop.Main");
        assertThat(ifReachable("shop.Job", "shop.Job")
                        .path("allDeclaredMethods")
                        .asBoolean())
                .isTrue();
        assertThat(ifReachable("shop.Page", "shop.Page")
                        .path("allDeclaredMethods")
                        .asBoolean())
                .isTrue();
        assertThat(json().path("reflection").toString()).isEqualTo("[{\"type\":{\"proxy\":[\"shop.Page\"]}}]");
        assertThat(ifReachable().findValuesAsText("name")).doesNotContain("shop.Plain", "shop.Old", "shop.Main");
        assertThat(ifReachable("work.Base", "work.Base")
                        .path("allDeclaredFields")
                        .asBoolean())
                .isTrue();
    }

    @Test
    void classesThatAnnotationsNameAreHandedOverToo() throws Exception {
        compile(
                library,
                "web.Uses",
                "package web; @java.lang.annotation.Retention(java.lang.annotation.RetentionPolicy.RUNTIME) public"
                        + " @interface Uses { Class<?>[] value() default {}; With[] with() default {}; Class<?> only()"
                        + " default int.class; @java.lang.annotation.Retention("
                        + "java.lang.annotation.RetentionPolicy.RUNTIME) @interface With { Class<?> type(); } }");
        for (String name : List.of("One", "Two", "Three", "Four")) {
            compile(own, "shop." + name, "package shop; public class " + name + " {}");
        }
        compile(
                own,
                "shop.Main",
                "package shop; public class Main { @web.Uses({One.class, int[].class}) int a; @web.Uses(with ="
                        + " @web.Uses.With(type = Two.class)) void b(@web.Uses(only = Three.class) int c) {} Four d; }",
                own,
                library);
        infer("shop.Main");
        for (String name : List.of("shop.One", "shop.Two", "shop.Three")) {
            assertThat(ifReachable(name, name).path("allDeclaredConstructors").asBoolean())
                    .as(name)
                    .isTrue();
        }
        assertThat(ifReachable().findValuesAsText("name")).doesNotContain("shop.Four");
    }

    @Test
    void whatAClassThatIsHandedOverInheritsIsOpenToo() throws Exception {
        compile(library, "base.Finder", "package base; public interface Finder { default int all() { return 1; } }");
        compile(own, "shop.Base", "package shop; public class Base { int inherited; }");
        compile(own, "shop.Named", "package shop; public interface Named { default int two() { return 2; } }", library);
        compile(
                own,
                "shop.Cup",
                "package shop; public class Cup extends Base implements Named, base.Finder { int own; }",
                own,
                library);
        compile(
                own,
                "shop.Main",
                "package shop; public class Main { public static void main(String[] a) {"
                        + " System.out.println(Cup.class); } }",
                own,
                library);
        infer("shop.Main");
        for (String name : List.of("shop.Cup", "shop.Base", "shop.Named", "base.Finder")) {
            assertThat(ifReachable(name, name).path("allDeclaredMethods").asBoolean())
                    .as(name)
                    .isTrue();
        }
        assertThat(ifReachable().findValuesAsText("name")).doesNotContain("shop.Main");
    }

    @Test
    void whatLibrariesNameIsOpenIfTheyAreUsed() throws Exception {
        compile(own, "shop.Main", "package shop; public class Main { public static void main(String[] a) {} }");
        compile(library, "pool.Job", "package pool; public class Job {}");
        compile(library, "pool.Store", "package pool; public class Store {}");
        compile(library, "pool.Thread", "package pool; public class Thread {}");
        compile(
                library,
                "pool.Pool",
                "package pool; class Pool { Object a = Job.class; String b = \"pool.Store\", c ="
                        + " \"java.time.Duration\", d = \"parse\", g = \"wait\", e = \"javax.swing.JFrame\", f ="
                        + " \"/pool/pool.properties\"; }",
                library);
        write(library, "pool/unread.properties");
        Files.writeString(library.resolve("pool/pool.properties"), "pool.class = pool.Thread");
        infer("shop.Main");
        assertThat(ifReachable("pool.Job", "pool.Job")
                        .path("allDeclaredConstructors")
                        .asBoolean())
                .isTrue();
        assertThat(ifReachable("pool.Pool", "pool.Store")
                        .path("allDeclaredConstructors")
                        .asBoolean())
                .isTrue();
        assertThat(ifReachable("pool.Pool", "java.time.Duration")
                        .path("methods")
                        .toString())
                .isEqualTo("[{\"name\":\"parse\"}]");
        assertThat(ifReachable("pool.Pool", "pool.Thread")
                        .path("allPublicMethods")
                        .asBoolean())
                .isTrue();
        assertThat(ifReachable()).hasSize(4);

        // Such files are seldom complete.
        write(library, "META-INF/native-image/pool/reflect-config.json");
        Files.writeString(
                library.resolve("META-INF/native-image/pool/reflect-config.json"), "[{\"name\": \"pool.A\"}]");
        infer("shop.Main");
        assertThat(ifReachable().findValuesAsText("name")).containsExactly("pool.Job");

        write(library, "META-INF/spring/aot.factories");
        infer("shop.Main");
        assertThat(ifReachable()).isEmpty();
    }

    /** The application's own code too: all that a jar holds is that if nothing tells of libraries in it. */
    @Test
    void whatOfTheJdkCodeNamesIsOpenWithTheMembersThatAreNamedThere() throws Exception {
        compile(own, "Main", """
            public class Main {
                static String a = "sun.misc.Unsafe", b = "theUnsafe", c = "java.sql.Time", d = "java.nio.file.Path";
                static Class<?> e = java.util.ArrayList.class, f = java.util.Random.class;
                public static void main(String[] a) {}
            }
            """);
        infer("Main");
        assertThat(ifReachable("Main", "sun.misc.Unsafe").path("fields").toString())
                .isEqualTo("[{\"name\":\"theUnsafe\"}]");
        assertThat(ifReachable("Main", "java.sql.Time")
                        .path("allPublicConstructors")
                        .asBoolean())
                .isTrue();
        assertThat(ifReachable("Main", "java.nio.file.Path").has("allPublicConstructors"))
                .isFalse();
        // Whoever is asked for a list makes one of this class.
        assertThat(ifReachable("Main", "java.util.ArrayList")
                        .path("allPublicConstructors")
                        .asBoolean())
                .isTrue();
        assertThat(ifReachable()).hasSize(4);
    }

    @Test
    void namesOfClassesInTextsAreEnoughToMakeThemAndInConfigurationsToFillThem() throws Exception {
        compile(
                own,
                "shop.Main",
                "package shop; public class Main { static String a = \"shop.ByName\", b = \"shop.Missing\"; }");
        compile(own, "shop.ByName", "package shop; public class ByName {}");
        compile(own, "shop.Other", "package shop; public class Other {}");
        compile(library, "logs.Base", "package logs; public class Base { public void setName(String name) {} }");
        compile(library, "logs.FileAppender", "package logs; public class FileAppender extends Base {}", library);
        Files.writeString(own.resolve("logback.xml"), "<appender class=\"logs.FileAppender\"/>");
        JsonNode metadata = infer("shop.Main");
        assertThat(texts(metadata, "reflection", "type")).containsExactly("logs.FileAppender", "shop.ByName");
        assertThat(entry(metadata, "shop.ByName")
                        .path("allDeclaredConstructors")
                        .asBoolean())
                .isTrue();
        assertThat(entry(metadata, "shop.ByName").has("allDeclaredMethods")).isFalse();
        // A configuration sets properties too, inherited ones among them.
        assertThat(entry(metadata, "logs.FileAppender").has("allDeclaredMethods"))
                .isTrue();
        assertThat(ifReachable("logs.Base", "logs.Base")
                        .path("allDeclaredMethods")
                        .asBoolean())
                .isTrue();
    }

    @Test
    void extensionsOfGroovyAreFoundByTheScannerThatNamesTheirFiles() throws Exception {
        compile(own, "shop.Main", "package shop; public class Main {}");
        compile(
                library,
                "x.Scanner",
                "package x; public class Scanner { static String a = \"META-INF/groovy/x.ExtensionModule\"; }");
        compile(library, "x.Extensions", "package x; public class Extensions { public static void more(Object a) {} }");
        Path files = Files.createDirectories(library.resolve("META-INF/groovy"));
        Files.writeString(files.resolve("x.ExtensionModule"), "moduleName=x\nextensionClasses=x.Extensions\n");
        infer("shop.Main");
        assertThat(ifReachable("x.Scanner", "x.Extensions")
                        .path("allPublicMethods")
                        .asBoolean())
                .isTrue();
    }

    @Test
    void serializationAndProxiesAreOpenToWhoUsesThem() throws Exception {
        compile(own, "shop.Main", "package shop; public class Main { Class<?> a = java.io.ObjectOutputStream.class; }");
        compile(own, "shop.Order", "package shop; public class Order implements java.io.Serializable { int a; }");
        JsonNode metadata = infer("shop.Main");
        assertThat(texts(metadata, "reflection", "type"))
                .containsExactly("shop.Order", "shop.Order[]", "shop.Order[][]");
        assertThat(entry(metadata, "shop.Order").path("serializable").asBoolean())
                .isTrue();

        compile(
                library,
                "x.Copy",
                "package x; public class Copy { Object a() throws Exception { return new"
                        + " java.io.ObjectInputStream(null); } }");
        assertThat(texts(infer("shop.Main"), "reflection", "type"))
                .contains("shop.Order", "java.util.ArrayList", "java.time.Ser", "int[]");
        Files.delete(library.resolve("x/Copy.class"));

        compile(own, "shop.Main", "package shop; public class Main { Class<?> a = java.lang.reflect.Proxy.class; }");
        compile(own, "shop.Service", "package shop; public interface Service {}");
        JsonNode proxies = infer("shop.Main");
        assertThat(StreamSupport.stream(proxies.path("reflection").spliterator(), false)
                        .map(entry -> entry.path("type").path("proxy").path(0).asText())
                        .filter(name -> !name.isEmpty()))
                .containsExactly("shop.Service");
    }

    @Test
    void urlsAreOpenedOnlyWhereSomebodyDoes() throws Exception {
        compile(own, "Main", "public class Main { public static void main(String[] a) {} }");
        assertThat(arguments("Main").options()).noneMatch(option -> option.contains("URL"));
        compile(
                own,
                "Main",
                "public class Main { Object a() throws Exception { return new java.net.URL(\"\").openStream(); } }");
        assertThat(arguments("Main").options()).contains("-H:EnableURLProtocols=http,https,jar");
    }

    @Test
    void localesAndCharsetsThatTheApplicationNamesAreIncluded() throws Exception {
        compile(
                library,
                "x.Texts",
                "package x; public class Texts { static String a = \"Big5\"; Object b = java.util.Locale.KOREA; }");
        compile(own, "Main", "public class Main { static String a = \"UTF-8\"; Object b = java.util.Locale.US; }");
        assertThat(arguments("Main").options()).noneMatch(option -> option.contains("Locales"));
        assertThat(arguments("Main").jvmArguments()).isEmpty();

        compile(
                own,
                "Main",
                "public class Main { static String a = \"windows-1252\", b = \"Texts\"; Object c ="
                        + " java.util.Locale.GERMANY; }");
        write(own, "Texts.properties", "Texts_fr.properties", "Texts_pt_BR.properties");
        compile(library, "x.Pages", "package x; public class Pages { static String a = \"cp850\", b = \"gbk\"; }");
        MetadataArguments arguments = arguments("Main");
        assertThat(arguments.options()).contains("-H:IncludeLocales=de-DE,fr,pt-BR");
        assertThat(arguments.jvmArguments()).containsExactly("-Dristretto.charsets=IBM850,windows-1252");
    }

    @Test
    void localesThatTheApplicationMakesFromTextsAreIncluded() throws Exception {
        compile(own, "Main", "public class Main { static String a = \"sv\", b = \"hi-IN\"; }");
        assertThat(arguments("Main").options()).noneMatch(option -> option.contains("Locales"));
        compile(
                own,
                "Main",
                "import java.util.Locale; public class Main { Object a = Locale.of(\"es\", \"MX\"),"
                        + " b = Locale.forLanguageTag(\"th-TH-u-ca-buddhist\"), c = \"no tag\"; }");
        assertThat(arguments("Main").options()).contains("-H:IncludeLocales=es,es-MX,th-TH");
    }

    @Test
    void arraysOfTheJdksValuesThatAreNamedAreIncludedIfTheseAreReachable() throws Exception {
        compile(own, "Main", "public class Main { Object a(String b) { return java.util.UUID.fromString(b); } }");
        infer("Main");
        assertThat(ifReachable("java.util.UUID", "[Ljava.util.UUID;").isMissingNode())
                .isFalse();
        assertThat(namesIfReachable()).doesNotContain("[Ljava.util.Currency;");
    }

    @Test
    void whatThePartsOfTheJdkThatAreUsedLookUpIsIncludedIfTheyAreReachable() throws Exception {
        compile(own, "Main", "public class Main { public static void main(String[] a) {} }");
        infer("Main");
        assertThat(ifReachable()).isEmpty();
        compile(own, "Main", "public class Main { Class<?> a = javax.xml.xpath.XPathFactory.class; }");
        infer("Main");
        String condition = "javax.xml.xpath.XPathFactory";
        assertThat(ifReachable(condition, "com.sun.org.apache.xpath.internal.functions.FuncCount")
                        .path("allDeclaredConstructors")
                        .asBoolean())
                .isTrue();
        JsonNode bundles = new ObjectMapper()
                .readTree(folder.resolve("resource-config.json").toFile());
        assertThat(bundles.path("bundles").findValuesAsText("name"))
                .contains("com.sun.org.apache.xpath.internal.res.XPATHErrorResources");
        assertThat(bundles.path("bundles").findValuesAsText("typeReachable")).containsOnly(condition);
    }

    @Test
    void whatOpensWindowsIsNotMadeByItsName() throws Exception {
        compile(own, "Main", "public class Main {}");
        compile(library, "pool.Plain", "package pool; public class Plain { java.awt.image.BufferedImage image; }");
        compile(
                library,
                "pool.Window",
                "package pool; public class Window implements java.awt.event.ActionListener {"
                        + " public void actionPerformed(java.awt.event.ActionEvent event) {} }");
        compile(
                library,
                "pool.Pool",
                "package pool; public class Pool { String a = \"pool.Window\", b = \"pool.Plain\"; }");
        infer("Main");
        assertThat(ifReachable().findValuesAsText("name"))
                .contains("pool.Plain")
                .doesNotContain("pool.Window");
    }

    @Test
    void lambdasThatAreSerializedAreSo() throws Exception {
        compile(own, "Main", """
            public class Main {
                static Object lambda = (Runnable & java.io.Serializable) () -> {};
                static void write(java.io.ObjectOutputStream out) throws Exception { out.writeObject(lambda); }
            }\
            """);
        compile(own, "Other", "public class Other { static Runnable lambda = () -> {}; }");
        infer("Main");
        assertThat(lambdas()).isEmpty();
        compile(own, "Writer", """
            public class Writer {
                static Object out() throws Exception { return new java.io.ObjectOutputStream(System.out); }
            }\
            """);
        infer("Main");
        assertThat(lambdas()).containsExactly("Main");
    }

    private List<String> lambdas() throws IOException {
        return new ObjectMapper()
                .readTree(folder.resolve("serialization-config.json").toFile())
                .path("lambdaCapturingTypes")
                .findValuesAsText("name");
    }

    @Test
    void beansOfALibraryThatUsesJacksonAreOpenToItIfTheyAreReachable() throws Exception {
        compile(own, "Main", "public class Main {}");
        compile(
                library,
                "com.fasterxml.jackson.databind.ObjectMapper",
                "package com.fasterxml.jackson.databind; public class ObjectMapper {}");
        compile(
                library,
                "pool.Settings",
                "package pool; public class Settings { int size; public int getSize() { return size; } public void"
                        + " setSize(int s) { size = s; } }");
        infer("Main");
        assertThat(ifReachable().findValuesAsText("name")).isEmpty();

        Path other = Files.createDirectories(folder.resolve("other"));
        Files.move(library.resolve("com"), other.resolve("com"));
        compile(
                library,
                "pool.Copy",
                "package pool; public class Copy { com.fasterxml.jackson.databind.ObjectMapper mapper = new"
                        + " com.fasterxml.jackson.databind.ObjectMapper(); }",
                other);
        InferredMetadata.addTo(
                new MetadataArguments(List.of(), List.of(), Set.of(), List.of()),
                new Application("shop", "Main", List.of(own, library, other)),
                folder);
        assertThat(ifReachable("pool.Settings", "pool.Settings")
                        .path("allDeclaredMethods")
                        .asBoolean())
                .isTrue();
    }

    @Test
    void whatIsItselfLookedUpIsIncludedForItsName() throws Exception {
        compile(own, "Main", "public class Main { static String factory = \"com.sun.jndi.ldap.LdapCtxFactory\"; }");
        infer("Main");
        ifReachable("java.lang.Object", "com.sun.jndi.ldap.LdapCtxFactory");
    }

    @Test
    void librariesInsideOfTheApplicationsJarAreNotItsOwn() throws Exception {
        compile(
                own,
                "shop.web.Main",
                "package shop.web; public class Main { Class<?> a = java.lang.reflect.Proxy.class; }");
        compile(own, "shop.web.more.Service", "package shop.web.more; public interface Service {}");
        compile(own, "other.Service", "package other; public interface Service {}");
        assertThat(infer("shop.web.Main").toString()).contains("shop.web.more.Service", "other.Service");
        write(own, "META-INF/maven/shop/web/pom.properties", "META-INF/maven/other/other/pom.properties");
        assertThat(infer("shop.web.Main").toString())
                .contains("shop.web.more.Service")
                .doesNotContain("other.Service");

        compile(own, "Main", "public class Main { Class<?> a = java.lang.reflect.Proxy.class; }");
        compile(own, "Service", "public interface Service {}");
        assertThat(texts(infer("Main"), "reflection", "type")).containsExactly("Main", "Service");
    }

    private JsonNode ifReachable(String condition, String name) throws IOException {
        return StreamSupport.stream(ifReachable().spliterator(), false)
                .filter(entry -> entry.path("name").asText().equals(name))
                .filter(entry ->
                        entry.path("condition").path("typeReachable").asText().equals(condition))
                .findFirst()
                .orElseThrow();
    }

    private static List<String> texts(JsonNode metadata, String list, String key) {
        return StreamSupport.stream(metadata.path(list).spliterator(), false)
                .map(entry -> entry.path(key))
                .filter(JsonNode::isTextual)
                .map(JsonNode::asText)
                .toList();
    }

    private static JsonNode entry(JsonNode metadata, String type) {
        Optional<JsonNode> found = StreamSupport.stream(
                        metadata.path("reflection").spliterator(), false)
                .filter(entry -> entry.path("type").asText().equals(type))
                .findFirst();
        return found.orElseThrow();
    }

    private static void write(Path target, String... names) throws IOException {
        for (String name : Arrays.asList(names)) {
            Path file = target.resolve(name);
            Files.createDirectories(file.resolveSibling("."));
            Files.writeString(file, name);
        }
    }
}
