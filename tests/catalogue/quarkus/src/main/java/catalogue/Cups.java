package catalogue;

import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Min;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.resteasy.reactive.ResponseStatus;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestResponse;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** A resource that Quarkus serves, and the shelf that it gets by injection. */
@Path("cups")
public class Cups {
    public record Cup(String name, @Min(1) int size, List<String> colours, LocalDate made) {}

    @ApplicationScoped
    public static class Shelf {
        private final Map<String, Cup> cups = new ConcurrentSkipListMap<>();

        void fill(@Observes StartupEvent start) {
            add(new Cup("mug", 3, List.of("blue"), LocalDate.of(2026, 1, 2)));
        }

        void add(Cup cup) {
            cups.put(cup.name(), cup);
        }

        Cup get(String name) {
            return Optional.ofNullable(cups.get(name)).orElseThrow(() -> new NoSuchElementException(name));
        }

        List<Cup> all() {
            return List.copyOf(cups.values());
        }
    }

    private final Shelf shelf;
    private final String word;
    private final List<Integer> sizes;

    public Cups(Shelf shelf, @ConfigProperty(name = "cups.word") String word, @ConfigProperty(name = "cups.sizes") List<Integer> sizes) {
        this.shelf = shelf;
        this.word = word;
        this.sizes = sizes;
    }

    @GET
    public List<Cup> all() {
        return shelf.all();
    }

    @GET
    @Path("{name}")
    public Cup get(@RestPath String name) {
        return shelf.get(name);
    }

    @POST
    @ResponseStatus(201)
    public Cup add(@Valid Cup cup) {
        shelf.add(cup);
        return cup;
    }

    @GET
    @Path("word")
    @Produces(MediaType.TEXT_PLAIN)
    public String word(@QueryParam("to") String to) {
        return word + " " + to + " " + sizes;
    }

    @GET
    @Path("later")
    @Produces(MediaType.TEXT_PLAIN)
    public Uni<String> later() {
        return Uni.createFrom().item("later").onItem().delayIt().by(Duration.ofMillis(10));
    }

    @ServerExceptionMapper
    public RestResponse<String> missing(NoSuchElementException e) {
        return RestResponse.ResponseBuilder.create(RestResponse.Status.NOT_FOUND, "no " + e.getMessage()).type(MediaType.TEXT_PLAIN).build();
    }
}
