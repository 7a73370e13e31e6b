package dev.ristretto.examples.notes;

/**
 * A stored note.
 *
 * @param id given by the store, from 1 on
 * @param title one line
 * @param text any number of lines, may be empty
 */
public record Note(long id, String title, String text) {}
