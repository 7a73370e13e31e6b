package dev.ristretto.fleet.api;

/**
 * Something that happened to an instance. Events are never changed or deleted.
 *
 * @param sequence its place in the history, from 1 without gaps
 * @param time ISO 8601 in UTC
 * @param instance the instance's number
 * @param name the instance's name
 * @param kind a word such as {@code started}
 * @param detail more about it; may be empty
 */
public record Event(long sequence, String time, long instance, String name, String kind, String detail) {}
