package dev.ristretto.image.model;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;

/** JSON as it is stored: stable order, no time stamps. */
public final class StableJson {
    private static final ObjectMapper MAPPER = JsonMapper.builder()
            .enable(SerializationFeature.INDENT_OUTPUT)
            .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    private StableJson() {}

    /** Writes a record or a map. */
    public static byte[] write(Object value) {
        try {
            return MAPPER.writeValueAsBytes(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("cannot write " + value.getClass() + " as JSON", e);
        }
    }

    /**
     * Reads a record; fields that it does not know are left out.
     *
     * @throws DamagedFileException if it is no JSON, or none of this form
     */
    public static <T> T read(byte[] json, Class<T> type) throws DamagedFileException {
        try {
            T value = MAPPER.readValue(json, type);
            if (value == null) {
                throw JsonMappingException.from((JsonParser) null, "there is nothing in it");
            }
            return value;
        } catch (JsonProcessingException e) {
            throw DamagedFileException.of(e);
        } catch (IOException e) {
            throw new IllegalStateException("reading an array cannot fail", e);
        }
    }
}
