package dev.ristretto.fleet.api;

/**
 * The body of a request to make a service.
 *
 * @param name what to call it
 * @param specification what each replica runs; its ports are up to the daemon
 * @param settings how it is reached and changed
 */
public record NewService(String name, Specification specification, ServiceSettings settings) {

    /**
     * Checks that nothing is missing.
     *
     * @throws IllegalArgumentException if something is
     */
    public NewService {
        Specification.require(name, "name");
        Specification.require(specification, "specification");
        Specification.require(settings, "settings");
    }
}
