package dev.ristretto.fleet.daemon.http;

import dev.ristretto.fleet.api.error.FleetException;
import dev.ristretto.fleet.api.error.FleetException.Kind;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.eclipse.jetty.util.Fields;

/**
 * The parameters of a request, checked.
 *
 * @param route the one that the request goes by
 * @param values of path and query, by name
 */
record ParameterValues(ApiRoute route, Map<String, List<String>> values) {

    /**
     * Reads them.
     *
     * @throws FleetException if one is unknown, missing or has a value that it cannot have
     */
    static ParameterValues read(ApiRoute route, Fields query, Map<String, String> path) {
        Map<String, List<String>> values = new HashMap<>();
        for (Fields.Field field : query) {
            Parameter parameter = route.parameter(field.getName())
                    .filter(known -> known.place() == Parameter.Place.QUERY)
                    .orElseThrow(() -> unknown(route, field.getName()));
            if (field.getValues().size() > 1 && !parameter.repeated()) {
                throw new FleetException(Kind.INVALID, field.getName() + " is given several times");
            }
            field.getValues().forEach(parameter::check);
            values.put(field.getName(), field.getValues());
        }
        path.forEach((name, value) -> {
            route.parameter(name).orElseThrow().check(value);
            values.put(name, List.of(value));
        });
        for (Parameter parameter : route.parameters()) {
            if (parameter.required() && !values.containsKey(parameter.name())) {
                throw new FleetException(Kind.INVALID, parameter.name() + " is missing: " + parameter.description());
            }
        }
        return new ParameterValues(route, values);
    }

    private static FleetException unknown(ApiRoute route, String name) {
        String known = route.parameters().stream()
                .filter(parameter -> parameter.place() == Parameter.Place.QUERY)
                .map(Parameter::name)
                .collect(Collectors.joining(", "));
        return new FleetException(
                Kind.INVALID,
                "There is no parameter " + name + " here" + (known.isEmpty() ? "" : "; there is: " + known));
    }

    /** Those of the query. */
    Map<String, List<String>> query() {
        Map<String, List<String>> query = new TreeMap<>(values);
        query.keySet()
                .removeIf(name -> route.parameter(name)
                        .filter(parameter -> parameter.place() == Parameter.Place.QUERY)
                        .isEmpty());
        return query;
    }

    /** The values of one; none if it is not given. */
    List<String> texts(String name) {
        if (route.parameter(name).isEmpty()) {
            throw new IllegalStateException("the route does not declare " + name);
        }
        return values.getOrDefault(name, List.of());
    }
}
