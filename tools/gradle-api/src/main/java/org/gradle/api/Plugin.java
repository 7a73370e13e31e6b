package org.gradle.api;

/** Something that is applied to a project. */
public interface Plugin<T> {
    void apply(T target);
}
