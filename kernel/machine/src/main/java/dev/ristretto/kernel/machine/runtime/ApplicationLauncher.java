package dev.ristretto.kernel.machine.runtime;

/**
 * What stands between the runtime's start and the application's: a front door takes over here. Found by {@link
 * java.util.ServiceLoader} while an image is built; its class is to be initialized then.
 */
public interface ApplicationLauncher {
    /** Takes over sizes that the runtime wants to know before it starts. Nothing can be printed yet. */
    void prepare();

    /** Takes over the rest, right before the application's main method. */
    void launch();
}
