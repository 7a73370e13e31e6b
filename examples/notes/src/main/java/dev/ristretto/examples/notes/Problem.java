package dev.ristretto.examples.notes;

/** The body of an answer that says what was wrong. */
public record Problem(String error) {}
