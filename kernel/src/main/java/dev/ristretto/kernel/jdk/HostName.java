package dev.ristretto.kernel.jdk;

/** The name of this instance: the environment variable HOSTNAME, as container engines set it, else "ristretto". */
final class HostName {
    private HostName() {}

    static String get() {
        String name = System.getenv("HOSTNAME");
        return name == null || name.isEmpty() ? "ristretto" : name;
    }
}
