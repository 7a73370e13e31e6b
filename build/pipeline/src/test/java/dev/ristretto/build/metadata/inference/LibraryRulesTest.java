package dev.ristretto.build.metadata.inference;

import static dev.ristretto.build.SourceCompiler.compile;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is known of languages and libraries, with classes of theirs that are made up here. */
class LibraryRulesTest extends InferenceFixture {
    @BeforeEach
    void makeMainClass() throws Exception {
        compile(own, "Main", "public class Main { public static void main(String[] a) {} }");
    }

    @Test
    void companionsWithSerializersAreOpenToTheSerializationOfKotlin() throws Exception {
        compile(
                library,
                "kotlinx.serialization.KSerializer",
                "package kotlinx.serialization; public interface KSerializer {}");
        compile(own, "Cup$Companion", """
            public class Cup$Companion {
                public Object serializer(Object a) { return (kotlinx.serialization.KSerializer) a; }
            }
            """, library);
        compile(own, "Mug$Companion", "public class Mug$Companion {}");
        assertThat(open()).contains("Cup$Companion").doesNotContain("Mug$Companion");
    }

    @Test
    void namespacesOfClojureAreMadeByTheirNames() throws Exception {
        compile(library, "clojure.lang.RT", "package clojure.lang; public class RT {}");
        compile(library, "shop.stock__init", "package shop; public class stock__init {}");
        compile(own, "Main", "public class Main { Object a = new clojure.lang.RT(); }", library);
        assertThat(openIfReachable()).contains("shop.stock__init");
    }

    /** As Helidon's registry of services does: which resources a jar reads says nothing of what stands in them. */
    @Test
    void whatTheRegistryOfALibraryNamesIsOpenThoughItTellsOfItsResources() throws Exception {
        compile(library, "pool.Named", "package pool; public class Named {}");
        compile(library, "pool.Registry", "package pool; public class Registry { String a = \"services.json\"; }");
        write("META-INF/pool/services.json", "[{\"type\": \"pool.Named\"}]");
        write("META-INF/native-image/pool/resource-config.json", "{}");
        assertThat(openIfReachable()).contains("pool.Named");
        write("META-INF/native-image/pool/reflect-config.json", "[]");
        assertThat(openIfReachable()).contains("pool.Named");
        write("META-INF/native-image/pool/reflect-config.json", "[{\"name\": \"pool.Registry\"}]");
        assertThat(openIfReachable()).doesNotContain("pool.Named");
    }

    private void write(String name, String content) throws IOException {
        Path file = library.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, content);
    }

    /** A jar that brings Gson in packages of its own uses it as others do. */
    @Test
    void librariesThatWereMovedIntoOtherPackagesAreKnown() throws Exception {
        compile(library, "shaded.com.google.gson.Gson", "package shaded.com.google.gson; public class Gson {}");
        compile(library, "shaded.com.google.gson.annotations.SerializedName", """
            package shaded.com.google.gson.annotations;
            @java.lang.annotation.Retention(java.lang.annotation.RetentionPolicy.RUNTIME)
            public @interface SerializedName {}
            """);
        compile(library, "pool.Settings", """
            package pool;
            public class Settings { @shaded.com.google.gson.annotations.SerializedName int size; }
            """, library);
        assertThat(openIfReachable()).contains("pool.Settings");
    }

    /** The application says by a class of a library which array it wants. */
    @Test
    void classesOfLibrariesThatTheApplicationHandsOverAreElementsOfScalasArrays() throws Exception {
        compile(library, "scala.reflect.ClassTag", "package scala.reflect; public class ClassTag {}");
        compile(library, "pool.List", "package pool; public class List {}");
        compile(own, "Other", "public class Other { Object a = pool.List.class; }", library);
        assertThat(openIfReachable()).contains("pool.List", "[Lpool.List;");
    }

    /** What extends a collection is filled by a mapper as what has fields is. */
    @Test
    void collectionsOfALibraryThatUsesGsonAreOpenToIt() throws Exception {
        Path gson = Files.createDirectories(folder.resolve("gson"));
        compile(gson, "com.google.gson.Gson", "package com.google.gson; public class Gson {}");
        compile(
                library,
                "pool.Reader",
                "package pool; class Reader { Object gson = new com.google.gson.Gson(); }",
                gson);
        compile(
                library,
                "pool.Settings",
                "package pool; public class Settings extends java.util.HashMap<String, String> {}");
        compile(library, "pool.Job", "package pool; public class Job extends Thread {}");
        assertThat(openIfReachable()).contains("pool.Settings").doesNotContain("pool.Job");
    }

    /** Of classes that tell the compiler what to do, none can be in an image, and none can be a condition. */
    @Test
    void whatIsOfTheCompilerIsLeftOut() throws Exception {
        compile(
                library,
                "org.graalvm.nativeimage.hosted.Feature",
                "package org.graalvm.nativeimage.hosted; public interface Feature {}");
        compile(library, "pool.Named", "package pool; public class Named {}");
        compile(library, "pool.Services", """
            package pool;
            public class Services implements org.graalvm.nativeimage.hosted.Feature { String a = "pool.Named"; }
            """, library);
        infer("Main");
        assertThat(Files.readString(folder.resolve("reflect-config.json"))).doesNotContain("pool.");
    }

    private List<String> open() throws IOException {
        return infer("Main").findValuesAsText("type");
    }

    private List<String> openIfReachable() throws IOException {
        infer("Main");
        return namesIfReachable();
    }
}
