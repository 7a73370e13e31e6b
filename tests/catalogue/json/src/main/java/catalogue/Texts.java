package catalogue;

import com.alibaba.fastjson2.JSON;
import com.alibaba.fastjson2.JSONB;
import com.alibaba.fastjson2.JSONObject;
import com.alibaba.fastjson2.JSONPath;
import com.alibaba.fastjson2.JSONWriter;
import com.alibaba.fastjson2.TypeReference;
import com.alibaba.fastjson2.annotation.JSONField;
import com.google.protobuf.Any;
import com.google.protobuf.FieldMask;
import com.google.protobuf.ListValue;
import com.google.protobuf.StringValue;
import com.google.protobuf.Struct;
import com.google.protobuf.TextFormat;
import com.google.protobuf.Timestamp;
import com.google.protobuf.TypeRegistry;
import com.google.protobuf.Value;
import com.google.protobuf.util.Durations;
import com.google.protobuf.util.FieldMaskUtil;
import com.google.protobuf.util.JsonFormat;
import com.google.protobuf.util.Timestamps;
import jakarta.json.Json;
import jakarta.json.bind.JsonbBuilder;
import jakarta.json.bind.JsonbConfig;
import jakarta.json.bind.adapter.JsonbAdapter;
import jakarta.json.bind.annotation.JsonbDateFormat;
import jakarta.json.bind.annotation.JsonbProperty;
import jakarta.json.bind.annotation.JsonbTransient;
import jakarta.json.bind.annotation.JsonbTypeAdapter;
import jakarta.json.stream.JsonParser;
import java.io.StringReader;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Libraries of JSON that are no Jackson. */
final class Texts {
    public record Line(@JSONField(name = "what") String item, int count, LocalDate day) {}

    /** What JSON-B is told by annotations. */
    public static class Noted {
        @JsonbProperty("when")
        @JsonbDateFormat("dd.MM.yyyy")
        public LocalDate day = LocalDate.of(2026, 1, 2);

        @JsonbTransient
        public String hidden = "hidden";

        @JsonbTypeAdapter(Joined.class)
        public List<String> words = List.of("a", "b");
    }

    public static class Joined implements JsonbAdapter<List<String>, String> {
        @Override
        public String adaptToJson(List<String> words) {
            return String.join("+", words);
        }

        @Override
        public List<String> adaptFromJson(String text) {
            return List.of(text.split("\\+"));
        }
    }

    static void fastjson(Cup cup) {
        String text = JSON.toJSONString(cup);
        System.out.println(text + " " + JSON.parseObject(text, Cup.class).equals(cup));
        text = JSON.toJSONString(List.of(new Line("cup", 2, LocalDate.of(2026, 1, 2))), JSONWriter.Feature.WriteNulls);
        System.out.println(text + " " + JSON.parseObject(text, new TypeReference<List<Line>>() {}));
        byte[] bytes = JSONB.toBytes(cup);
        System.out.println(JSONB.parseObject(bytes, Cup.class).equals(cup) + " " + JSONPath.extract(JSON.toJSONString(cup), "$.next.name"));
        System.out.println(JSONObject.parseObject("{\"a\":{\"b\":[1,2]}}").getJSONObject("a").getJSONArray("b").getIntValue(1));
    }

    static void bound(Cup cup) throws Exception {
        try (var jsonb = JsonbBuilder.create(new JsonbConfig().withNullValues(false))) {
            String text = jsonb.toJson(cup);
            System.out.println(text + " " + jsonb.fromJson(text, Cup.class).equals(cup));
            text = jsonb.toJson(new Noted());
            var noted = jsonb.fromJson(text.replace("02.01", "03.04"), Noted.class);
            System.out.println(text + " " + noted.day + " " + noted.words);
            text = jsonb.toJson(Map.of("line", new Line("pot", 1, LocalDate.EPOCH)));
            System.out.println(text);
        }
    }

    static void processed(Cup cup) {
        var object = Json.createObjectBuilder()
                .add("name", cup.getName())
                .add("sizes", Json.createArrayBuilder().add(1).add(2.5))
                .addNull("none")
                .build();
        System.out.println(object);
        var read = Json.createReader(new StringReader("{\"a\":[{\"b\":true}]}")).readObject();
        System.out.println(Json.createPointer("/a/0/b").getValue(read));
        System.out.println(Json.createPatchBuilder().replace("/a/0/b", 7).add("/c", "d").build().apply(read));
        var parser = Json.createParser(new StringReader("[1,{\"x\":null}]"));
        var events = new ArrayList<JsonParser.Event>();
        while (parser.hasNext()) {
            events.add(parser.next());
        }
        System.out.println(events);
    }

    static void protobuf(Cup cup) throws Exception {
        var list = ListValue.newBuilder();
        cup.getPrices().forEach(price -> list.addValues(Value.newBuilder().setNumberValue(price)));
        var struct = Struct.newBuilder()
                .putFields("name", Value.newBuilder().setStringValue(cup.getName()).build())
                .putFields("prices", Value.newBuilder().setListValue(list).build())
                .build();
        String text = JsonFormat.printer().omittingInsignificantWhitespace().sortingMapKeys().print(struct);
        var read = Struct.newBuilder();
        JsonFormat.parser().merge(text, read);
        System.out.println(text + " " + read.build().equals(struct) + " " + Struct.parseFrom(struct.toByteArray()).equals(struct));
        var any = Any.pack(StringValue.of("packed"));
        var registry = TypeRegistry.newBuilder().add(StringValue.getDescriptor()).build();
        System.out.println(any.unpack(StringValue.class).getValue() + " "
                + JsonFormat.printer().usingTypeRegistry(registry).omittingInsignificantWhitespace().print(any));
        System.out.println(Timestamps.toString(Timestamp.newBuilder().setSeconds(1).setNanos(5_000_000).build()) + " "
                + Durations.toString(Durations.fromMillis(1500)));
        var masked = Timestamp.newBuilder();
        FieldMaskUtil.merge(FieldMask.newBuilder().addPaths("nanos").build(), Timestamps.fromMillis(1002), masked);
        System.out.println(TextFormat.printer().emittingSingleLine(true).printToString(masked.build()).trim());
    }
}
