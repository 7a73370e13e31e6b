package dev.ristretto.kernel.network.buffer;

/** Comparison of 32-bit sequence numbers and timestamps modulo 2^32 (RFC 9293 section 3.4). */
public final class Sequence {
    private Sequence() {}

    /** a &lt; b. */
    public static boolean before(int a, int b) {
        return a - b < 0;
    }

    /** a &lt;= b. */
    public static boolean notAfter(int a, int b) {
        return a - b <= 0;
    }

    /** a &gt; b. */
    public static boolean after(int a, int b) {
        return a - b > 0;
    }

    /** a &gt;= b. */
    public static boolean notBefore(int a, int b) {
        return a - b >= 0;
    }

    /** The earlier one. */
    public static int min(int a, int b) {
        return before(a, b) ? a : b;
    }

    /** The later one. */
    public static int max(int a, int b) {
        return after(a, b) ? a : b;
    }
}
