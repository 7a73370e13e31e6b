package dev.ristretto.run.vmm;

import java.util.Optional;

/**
 * One line of a diagnosis.
 *
 * @param subject what was looked at, a word or two
 * @param level how bad it is
 * @param detail what was found, one line
 * @param remedy what to do about it; empty if there is nothing to do
 */
public record Finding(String subject, Level level, String detail, Optional<String> remedy) {

    /** How bad a finding is. */
    public enum Level {
        /** Works. */
        OK,
        /** Works, but slower or less than it could. */
        WARNING,
        /** Images cannot be built or run until this is solved. */
        PROBLEM
    }

    public static Finding ok(String subject, String detail) {
        return new Finding(subject, Level.OK, detail, Optional.empty());
    }

    public static Finding warning(String subject, String detail, String remedy) {
        return new Finding(subject, Level.WARNING, detail, Optional.of(remedy));
    }

    public static Finding problem(String subject, String detail, String remedy) {
        return new Finding(subject, Level.PROBLEM, detail, Optional.of(remedy));
    }
}
