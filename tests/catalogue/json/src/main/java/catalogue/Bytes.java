package catalogue;

import com.esotericsoftware.kryo.Kryo;
import com.esotericsoftware.kryo.io.Input;
import com.esotericsoftware.kryo.io.Output;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.cbor.databind.CBORMapper;
import java.io.ByteArrayOutputStream;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.apache.avro.SchemaCompatibility;
import org.apache.avro.file.DataFileReader;
import org.apache.avro.file.DataFileWriter;
import org.apache.avro.file.SeekableByteArrayInput;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.generic.GenericRecordBuilder;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.reflect.ReflectData;
import org.apache.avro.reflect.ReflectDatumReader;
import org.apache.avro.reflect.ReflectDatumWriter;
import org.msgpack.core.MessagePack;
import org.msgpack.jackson.dataformat.MessagePackFactory;

/** Libraries whose data are bytes. */
final class Bytes {
    /** What Avro finds by reflection, without a schema of its own. */
    public static class Plain {
        String name = "plain";
        double[] values = {1, 2.5};
        Map<String, Integer> counts = new HashMap<>(Map.of("a", 1));
        Cup.Kind kind = Cup.Kind.MUG;
    }

    static void avro(Cup cup) throws Exception {
        Schema schema;
        try (var in = Bytes.class.getResourceAsStream("/cup.avsc")) {
            schema = new Schema.Parser().parse(in);
        }
        var record = new GenericRecordBuilder(schema)
                .set("name", cup.getName())
                .set("prices", Map.of("EUR", cup.getPrices().getFirst()))
                .set("kind", new GenericData.EnumSymbol(schema.getField("kind").schema(), "POT"))
                .set("made", (int) LocalDate.of(2026, 1, 2).toEpochDay())
                .build();
        var out = new ByteArrayOutputStream();
        try (var writer = new DataFileWriter<GenericRecord>(new GenericDatumWriter<>(schema))) {
            writer.create(schema, out);
            writer.append(record);
            writer.append(record);
        }
        try (var reader = new DataFileReader<>(new SeekableByteArrayInput(out.toByteArray()), new GenericDatumReader<GenericRecord>())) {
            for (var read : reader) {
                System.out.println(read);
            }
        }
        var other = SchemaBuilder.record("Cup").namespace("catalogue").fields().requiredLong("size").endRecord();
        var bytes = new ByteArrayOutputStream();
        var encoder = EncoderFactory.get().binaryEncoder(bytes, null);
        new GenericDatumWriter<GenericRecord>(schema).write(record, encoder);
        encoder.flush();
        var decoder = DecoderFactory.get().binaryDecoder(bytes.toByteArray(), null);
        System.out.println(new GenericDatumReader<GenericRecord>(schema, other).read(null, decoder) + " "
                + SchemaCompatibility.checkReaderWriterCompatibility(other, schema).getType());
    }

    static void reflected(Cup cup) throws Exception {
        var schema = ReflectData.get().getSchema(Plain.class);
        System.out.println(schema.getFields().stream().map(field -> field.name() + ":" + field.schema().getType()).sorted().toList());
        var bytes = new ByteArrayOutputStream();
        var encoder = EncoderFactory.get().binaryEncoder(bytes, null);
        var plain = new Plain();
        plain.name = cup.getName();
        new ReflectDatumWriter<Plain>(schema).write(plain, encoder);
        encoder.flush();
        var read = new ReflectDatumReader<Plain>(schema).read(null, DecoderFactory.get().binaryDecoder(bytes.toByteArray(), null));
        System.out.println(read.name + " " + read.values[1] + " " + read.counts + " " + read.kind);
    }

    static void messagePack(Cup cup) throws Exception {
        try (var packer = MessagePack.newDefaultBufferPacker()) {
            packer.packArrayHeader(3).packString(cup.getName()).packInt(1000).packDouble(0.5);
            try (var unpacker = MessagePack.newDefaultUnpacker(packer.toByteArray())) {
                System.out.println(packer.toByteArray().length + " " + unpacker.unpackValue());
            }
        }
        var mapper = new ObjectMapper(new MessagePackFactory());
        System.out.println(mapper.readValue(mapper.writeValueAsBytes(cup), Cup.class));
    }

    static void cbor(Cup cup) throws Exception {
        var mapper = new CBORMapper();
        byte[] bytes = mapper.writeValueAsBytes(cup);
        System.out.println(bytes.length + " " + mapper.readValue(bytes, Cup.class).equals(cup) + " "
                + mapper.readTree(bytes).at("/next/name").asText());
    }

    static void kryo(Cup cup) {
        var kryo = new Kryo();
        kryo.setRegistrationRequired(false);
        kryo.setReferences(true);
        var all = new ArrayList<Object>(List.of(cup, cup, LocalDate.of(2026, 1, 2), new int[] {1, 2}, Collections.emptyMap()));
        try (var output = new Output(1024, -1)) {
            kryo.writeClassAndObject(output, all);
            try (var input = new Input(output.toBytes())) {
                var read = (List<?>) kryo.readClassAndObject(input);
                System.out.println(read.get(0) + " " + (read.get(0) == read.get(1)) + " " + read.get(2) + " "
                        + ((int[]) read.get(3)).length + " " + read.get(4));
            }
        }
        System.out.println(kryo.copy(cup).equals(cup));
    }
}
