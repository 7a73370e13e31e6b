/**
 * Finds out what to run: a jar, a folder of classes or a project of Maven or Gradle becomes a class path and a main
 * class.
 */
@NullMarked
package dev.ristretto.build.application;

import org.jspecify.annotations.NullMarked;
