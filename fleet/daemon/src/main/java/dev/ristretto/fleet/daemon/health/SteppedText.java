package dev.ristretto.fleet.daemon.health;

/**
 * A line that a regular expression is matched with, which ends the match when that has looked at too many characters: a
 * pattern may need more steps than there are atoms for a line that somebody has made for it, and Java's matcher cannot
 * be interrupted otherwise. Not safe for use by several threads.
 */
final class SteppedText implements CharSequence {

    private final String text;
    private final int most;
    private int steps;

    /** Characters of which only so many may be looked at, each as often as it is. */
    SteppedText(String text, int most) {
        this.text = text;
        this.most = most;
    }

    /** The match takes too long. */
    static final class TooManyStepsException extends RuntimeException {

        private static final long serialVersionUID = 1L;

        TooManyStepsException() {
            super("too many steps", null, false, false);
        }
    }

    /** How many were looked at. */
    int steps() {
        return steps;
    }

    @Override
    public int length() {
        return text.length();
    }

    @Override
    public char charAt(int index) {
        if (++steps > most) {
            throw new TooManyStepsException();
        }
        return text.charAt(index);
    }

    @Override
    public CharSequence subSequence(int start, int end) {
        return text.subSequence(start, end);
    }

    @Override
    public String toString() {
        return text;
    }
}
