package dev.ristretto.examples.hello;

/** Prints one line and ends. */
public final class Hello {
    private Hello() {}

    /** Greets; takes no arguments. */
    public static void main(String[] arguments) {
        System.out.println("Hello");
    }
}
