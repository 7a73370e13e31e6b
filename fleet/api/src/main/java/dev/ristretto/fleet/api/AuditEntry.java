package dev.ristretto.fleet.api;

/**
 * Something that was asked of the daemon to change something, or that it refused. Entries are never changed or deleted.
 *
 * @param sequence its place in the log
 * @param time ISO 8601 in UTC
 * @param caller who asked: {@code user} on the Unix socket, else the name of a token, or {@code -} without a valid one
 * @param action method and path
 * @param status what was answered, a status of HTTP
 * @param detail why it was refused, or what it was about; may be empty
 */
public record AuditEntry(long sequence, String time, String caller, String action, int status, String detail) {}
