package dev.ristretto.build.program.library;

import java.nio.file.Path;

/**
 * A library that a program needs, as it was found. Immutable.
 *
 * @param name by which it is needed
 * @param path where it is on the host, by the links that lead there
 * @param beside whether it was found by its place beside a file of the program ({@code $ORIGIN}), and is to be at the
 *     same place beside it in the image
 * @param known whether the loader has to be told where it is: found in a folder of all programs
 * @param by the name of the file that needs it
 */
public record Library(String name, Path path, boolean beside, boolean known, String by) {}
