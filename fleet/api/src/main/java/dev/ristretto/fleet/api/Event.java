package dev.ristretto.fleet.api;

/**
 * Something that happened to an instance or a service. Events are never changed or deleted.
 *
 * @param sequence its place in the history, from 1 without gaps
 * @param time ISO 8601 in UTC
 * @param instance the instance's number; 0 if it happened to a service
 * @param name the name of the instance or service
 * @param kind a word such as {@code started}; those of services begin with {@code service-}
 * @param detail more about it; may be empty
 */
public record Event(long sequence, String time, long instance, String name, String kind, String detail) {}
