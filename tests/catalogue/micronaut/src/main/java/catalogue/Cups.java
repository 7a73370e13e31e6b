package catalogue;

import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Error;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Post;
import io.micronaut.http.annotation.QueryValue;
import io.micronaut.http.annotation.Status;
import io.micronaut.http.client.annotation.Client;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import jakarta.validation.Valid;
import java.util.Collection;
import java.util.NoSuchElementException;
import java.util.concurrent.CompletableFuture;

@Controller("/cups")
public class Cups {
    /** What Micronaut implements: calls to the server itself. */
    @Client(id = "self", path = "/cups")
    public interface Remote {
        @Get("/{name}")
        Cup get(String name);
    }

    private final Shelf shelf;
    private final Remote remote;
    private final Counted.Counter counter;

    public Cups(Shelf shelf, Remote remote, Counted.Counter counter) {
        this.shelf = shelf;
        this.remote = remote;
        this.counter = counter;
    }

    @Get
    public Collection<Cup> all() {
        return shelf.all();
    }

    @Get("/{name}")
    public Cup get(String name) {
        return shelf.get(name);
    }

    @Post
    @Status(HttpStatus.CREATED)
    public Cup add(@Body @Valid Cup cup) {
        shelf.add(cup);
        return cup;
    }

    @Get(uri = "/remote/{name}", produces = MediaType.TEXT_PLAIN)
    @ExecuteOn(TaskExecutors.BLOCKING)
    public String remote(String name, @QueryValue(defaultValue = "1") int times) {
        return remote.get(name).colours().toString().repeat(times);
    }

    @Get(uri = "/later/now", produces = MediaType.TEXT_PLAIN)
    public CompletableFuture<String> later() {
        return CompletableFuture.supplyAsync(() -> "later");
    }

    @Get(uri = "/count/calls", produces = MediaType.TEXT_PLAIN)
    public String calls() {
        return "calls " + counter.calls;
    }

    @Error
    public HttpResponse<String> missing(NoSuchElementException e) {
        return HttpResponse.notFound("no " + e.getMessage()).contentType(MediaType.TEXT_PLAIN);
    }
}
