package dev.ristretto.fleet.api;

/**
 * A piece of what an instance has written to its console.
 *
 * @param text whole characters, not necessarily whole lines
 */
public record ConsoleText(String text) {}
