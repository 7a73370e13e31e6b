package dev.ristretto.fleet.daemon.routes;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ristretto.fleet.daemon.http.Answer;
import java.lang.reflect.AnnotatedType;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Records as JSON Schema (draft 2020-12, the dialect of OpenAPI 3.1). A component is optional if its type is
 * {@code @Nullable}.
 */
final class Schemas {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private final Map<String, ObjectNode> named = new TreeMap<>();

    /** The schemas of all records seen until now, by name. */
    ObjectNode components() {
        ObjectNode all = JSON.objectNode();
        named.forEach(all::set);
        return all;
    }

    /** The body of an answer. */
    ObjectNode of(Answer answer) {
        Class<?> type = answer.type();
        if (type == null) {
            return plain("string");
        }
        return switch (answer.shape()) {
            case NOTHING, ONE -> of(type);
            case LIST -> array(of(type));
            case PAGE -> page(type);
        };
    }

    private ObjectNode page(Class<?> type) {
        ObjectNode page = plain("object");
        ObjectNode properties = page.putObject("properties");
        properties.set("items", array(of(type)));
        properties.set("next", plain("string"));
        page.putArray("required").add("items");
        return page;
    }

    private static ObjectNode array(ObjectNode items) {
        return plain("array").set("items", items);
    }

    /** Anything that stands in a record. */
    ObjectNode of(Type type) {
        if (type instanceof ParameterizedType generic) {
            Type last = generic.getActualTypeArguments()[generic.getActualTypeArguments().length - 1];
            if (generic.getRawType() == List.class) {
                return array(of(last));
            }
            if (generic.getRawType() == Map.class) {
                return plain("object").set("additionalProperties", of(last));
            }
        }
        if (type instanceof Class<?> known) {
            return ofClass(known);
        }
        throw new IllegalArgumentException("no schema for " + type);
    }

    private ObjectNode ofClass(Class<?> type) {
        if (type == String.class || type.isEnum()) {
            return plain("string");
        }
        if (type == boolean.class || type == Boolean.class) {
            return plain("boolean");
        }
        if (type == int.class || type == Integer.class) {
            return plain("integer").put("format", "int32");
        }
        if (type == long.class || type == Long.class) {
            return plain("integer").put("format", "int64");
        }
        if (type == double.class || type == Double.class) {
            return plain("number").put("format", "double");
        }
        if (type.isRecord()) {
            String name = type.getSimpleName();
            if (!named.containsKey(name)) {
                // Before its components, which may mention it.
                ObjectNode schema = plain("object");
                named.put(name, schema);
                fill(schema, type);
            }
            return JSON.objectNode().put("$ref", "#/components/schemas/" + name);
        }
        throw new IllegalArgumentException("no schema for " + type);
    }

    private void fill(ObjectNode schema, Class<?> type) {
        ObjectNode properties = schema.putObject("properties");
        List<String> required = new ArrayList<>();
        for (RecordComponent component : type.getRecordComponents()) {
            properties.set(component.getName(), of(component.getGenericType()));
            if (!isNullable(component.getAnnotatedType())) {
                required.add(component.getName());
            }
        }
        if (!required.isEmpty()) {
            required.forEach(schema.putArray("required")::add);
        }
    }

    private static boolean isNullable(AnnotatedType type) {
        return type.isAnnotationPresent(Nullable.class);
    }

    static ObjectNode plain(String type) {
        return JSON.objectNode().put("type", type);
    }
}
