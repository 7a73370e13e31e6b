package catalogue;

import com.codahale.metrics.annotation.Timed;
import com.codahale.metrics.health.HealthCheck;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.dropwizard.configuration.EnvironmentVariableSubstitutor;
import io.dropwizard.configuration.ResourceConfigurationSourceProvider;
import io.dropwizard.configuration.SubstitutingSourceProvider;
import io.dropwizard.core.Application;
import io.dropwizard.core.Configuration;
import io.dropwizard.core.setup.Bootstrap;
import io.dropwizard.core.setup.Environment;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotEmpty;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.Optional;

public class Main extends Application<Main.Settings> {
    public static class Settings extends Configuration {
        @NotEmpty
        private String greeting;

        @JsonProperty
        public String getGreeting() {
            return greeting;
        }

        @JsonProperty
        public void setGreeting(String greeting) {
            this.greeting = greeting;
        }
    }

    public record Order(@NotBlank String item, @Min(1) @Max(9) int count, List<String> notes) {}

    public record Receipt(String item, int count, int lines) {}

    @Path("/")
    @Produces(MediaType.APPLICATION_JSON)
    @Consumes(MediaType.APPLICATION_JSON)
    public static class Resource {
        private final String greeting;

        Resource(String greeting) {
            this.greeting = greeting;
        }

        @GET
        @Path("greet/{name}")
        @Timed
        public Receipt greet(@PathParam("name") String name, @QueryParam("times") Optional<Integer> times) {
            return new Receipt(greeting + ", " + name, times.orElse(1), 0);
        }

        @POST
        @Path("orders")
        public Receipt order(@Valid Order order) {
            return new Receipt(order.item(), order.count(), order.notes().size());
        }

        @GET
        @Path("fail")
        public Receipt fail() {
            throw new WebApplicationException("as meant", 418);
        }
    }

    public static void main(String[] arguments) throws Exception {
        new Main().run("server", "config.yml");
    }

    @Override
    public void initialize(Bootstrap<Settings> bootstrap) {
        bootstrap.setConfigurationSourceProvider(new SubstitutingSourceProvider(
                new ResourceConfigurationSourceProvider(), new EnvironmentVariableSubstitutor(false)));
    }

    @Override
    public void run(Settings settings, Environment environment) {
        environment.jersey().register(new Resource(settings.getGreeting()));
        environment.healthChecks().register("cups", new HealthCheck() {
            @Override
            protected Result check() {
                return Result.healthy("enough");
            }
        });
    }
}
