package dev.ristretto.fleet.api;

/**
 * The way into the dashboard.
 *
 * @param url opens it in a browser of this computer, once and within a minute
 */
public record ConsoleLink(String url) {}
