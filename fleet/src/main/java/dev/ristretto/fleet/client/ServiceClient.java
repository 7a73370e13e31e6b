package dev.ristretto.fleet.client;

import com.fasterxml.jackson.core.type.TypeReference;
import dev.ristretto.fleet.FleetException;
import dev.ristretto.fleet.FleetException.Kind;
import dev.ristretto.fleet.InstanceName;
import dev.ristretto.fleet.api.NewService;
import dev.ristretto.fleet.api.ServiceSettings;
import dev.ristretto.fleet.api.ServiceView;
import dev.ristretto.fleet.api.Specification;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The part of the daemon's API that is about services. Fails as {@link FleetClient} does. Safe for use by several threads. */
public final class ServiceClient {

    private final FleetClient fleet;

    /** By way of a client. */
    public ServiceClient(FleetClient fleet) {
        this.fleet = fleet;
    }

    /** All services, by name. */
    public List<ServiceView> list() {
        return FleetClient.value(fleet.call("GET", "services", null), new TypeReference<>() {});
    }

    /** One service. */
    public ServiceView get(String name) {
        return view("GET", path(name), null);
    }

    /** Makes a service. */
    public ServiceView create(NewService wish) {
        return view("POST", "services", wish);
    }

    /** Brings a service to another specification. */
    public ServiceView update(String name, Specification specification) {
        return view("POST", path(name) + "/update", specification);
    }

    /** Brings a service back. */
    public ServiceView rollBack(String name) {
        return view("POST", path(name) + "/rollback", null);
    }

    /** Changes how many replicas there are. */
    public ServiceView scale(String name, int replicas) {
        return view("POST", path(name) + "/scale?replicas=" + replicas, null);
    }

    /** Changes everything in the settings of a service but its port and protocol. */
    public ServiceView configure(String name, ServiceSettings settings) {
        return view("POST", path(name) + "/settings", settings);
    }

    /** Removes a service with its instances. */
    public ServiceView remove(String name) {
        return view("DELETE", path(name), null);
    }

    /** The service when something has changed since, or after a while; empty if it is gone. */
    public Optional<ServiceView> await(ServiceView known) {
        try {
            return Optional.of(view("GET", path(known.name()) + "/wait?changes=" + known.changes(), null))
                    .filter(view -> view.id() == known.id());
        } catch (FleetException e) {
            if (e.kind() == Kind.UNKNOWN) {
                return Optional.empty();
            }
            throw e;
        }
    }

    private ServiceView view(String method, String path, @Nullable Object body) {
        return FleetClient.value(fleet.call(method, path, body), new TypeReference<>() {});
    }

    private static String path(String name) {
        InstanceName.check(name);
        return "services/" + name;
    }
}
