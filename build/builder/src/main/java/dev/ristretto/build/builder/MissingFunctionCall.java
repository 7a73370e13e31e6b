package dev.ristretto.build.builder;

/** What an image throws where a C function would be called that its kernel does not have. */
final class MissingFunctionCall {
    private MissingFunctionCall() {}

    /** The same that a Java native that is missing throws. */
    static RuntimeException failure(String name) {
        return new UnsupportedOperationException(name);
    }
}
