package catalogue;

import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.FormParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import jakarta.ws.rs.ext.ExceptionMapper;
import java.net.URI;
import java.util.List;
import java.util.NoSuchElementException;
import org.glassfish.jersey.grizzly2.httpserver.GrizzlyHttpServerFactory;
import org.glassfish.jersey.server.ResourceConfig;

/** Jakarta REST: resources with all kinds of parameters, JSON both ways, an exception mapper. */
public final class Main {
    public static void main(String[] arguments) throws Exception {
        String port = System.getenv().getOrDefault("PORT", "8080");
        var configuration = new ResourceConfig(Cups.class, Missing.class);
        GrizzlyHttpServerFactory.createHttpServer(URI.create("http://0.0.0.0:" + port + "/"), configuration);
        Thread.currentThread().join();
    }

    public record Cup(String name, int size, List<String> colours) {}

    @Path("cups")
    @Produces(MediaType.APPLICATION_JSON)
    public static class Cups {
        @GET
        @Path("{name}")
        public Cup get(@PathParam("name") String name, @QueryParam("size") @DefaultValue("3") int size, @Context UriInfo uri) {
            if (name.equals("none")) {
                throw new NoSuchElementException(uri.getPath());
            }
            return new Cup(name, size, List.of("blue"));
        }

        @POST
        @Consumes(MediaType.APPLICATION_JSON)
        public Cup post(Cup cup) {
            return new Cup(cup.name() + "!", cup.size() + 1, cup.colours());
        }

        @POST
        @Path("form")
        @Produces(MediaType.TEXT_PLAIN)
        public String form(@FormParam("name") String name) {
            return "form of " + name;
        }
    }

    public static class Missing implements ExceptionMapper<NoSuchElementException> {
        @Override
        public Response toResponse(NoSuchElementException e) {
            return Response.status(404).type(MediaType.TEXT_PLAIN).entity("no " + e.getMessage()).build();
        }
    }
}
