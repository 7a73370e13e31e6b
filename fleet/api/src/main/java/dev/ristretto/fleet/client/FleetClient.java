package dev.ristretto.fleet.client;

import dev.ristretto.fleet.api.ImageView;
import dev.ristretto.fleet.api.InstanceView;
import dev.ristretto.fleet.api.ServiceView;
import dev.ristretto.fleet.api.error.FleetException;
import dev.ristretto.fleet.api.error.FleetException.Kind;
import dev.ristretto.fleet.api.state.DesiredState;
import dev.ristretto.fleet.api.state.InstanceState;
import dev.ristretto.fleet.api.syntax.InstanceFilter;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * A daemon, by way of its API: the operations are generated from the document that describes it,
 * {@code docs/openapi.json}; here is what takes several of them. Safe for use by several threads.
 */
public final class FleetClient extends FleetOperations {

    private final DaemonTransport transport;

    /** A client of the daemon that listens on a socket. */
    public FleetClient(Path socket) {
        this(new DaemonTransport(new SocketEndpoint(socket)));
    }

    /**
     * A client of a daemon that listens on a network.
     *
     * @param url scheme, host and port
     * @param token who is asking
     * @param certificate what it must show, or who must have signed that, in PEM; without it, what this Java trusts
     */
    public FleetClient(URI url, String token, Optional<String> certificate) {
        this(new DaemonTransport(new UrlEndpoint(url, token, certificate)));
    }

    private FleetClient(DaemonTransport transport) {
        super(transport);
        this.transport = transport;
    }

    /** Whether somebody listens. */
    public boolean isAnswered() {
        return transport.isAnswered();
    }

    /** All instances, by name. */
    public List<InstanceView> instances() {
        return instances(InstanceFilter.ALL);
    }

    /** The instances that pass a filter, by name. */
    public List<InstanceView> instances(InstanceFilter filter) {
        ListInstancesQuery query = new ListInstancesQuery();
        filter.conditions().forEach((key, values) -> values.forEach(value -> query.add(key.toString(), value)));
        return listInstances(query).toList();
    }

    /** All services, by name. */
    public List<ServiceView> services() {
        return listServices(new ListServicesQuery()).toList();
    }

    /** All images that the daemon has, by digest. */
    public List<ImageView> images() {
        return listImages(new ListImagesQuery()).toList();
    }

    /** Waits until an instance has ended for good. */
    public InstanceView awaitEnd(String name) {
        while (true) {
            InstanceView instance = awaitInstance(name);
            if (instance.state() == InstanceState.ENDED && instance.wanted() != DesiredState.RESTARTED) {
                return instance;
            }
        }
    }

    /** A service when something has changed since, or after a while; empty if it is gone. */
    public Optional<ServiceView> awaitChange(ServiceView known) {
        try {
            return Optional.of(awaitService(known.name(), known.changes())).filter(view -> view.id() == known.id());
        } catch (FleetException e) {
            if (e.kind() == Kind.UNKNOWN) {
                return Optional.empty();
            }
            throw e;
        }
    }
}
