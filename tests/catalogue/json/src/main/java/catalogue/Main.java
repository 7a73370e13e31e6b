package catalogue;

import java.util.List;

/** The same data through libraries of texts and of bytes; one that fails does not hide the others. */
public final class Main {
    private interface Program {
        void run(Cup cup) throws Exception;
    }

    public static void main(String[] arguments) {
        // Whose classes Avro may find by name: those here.
        System.setProperty("org.apache.avro.SERIALIZABLE_PACKAGES", "catalogue");
        run("fastjson", Texts::fastjson);
        run("json-b", Texts::bound);
        run("json-p", Texts::processed);
        run("protobuf", Texts::protobuf);
        run("avro", Bytes::avro);
        run("avro by reflection", Bytes::reflected);
        run("messagepack", Bytes::messagePack);
        run("cbor", Bytes::cbor);
        run("kryo", Bytes::kryo);
    }

    private static void run(String name, Program program) {
        System.out.println("== " + name);
        try {
            program.run(new Cup("mug", 3, Cup.Kind.POT, List.of(1.5, 2.0), new Cup("tea", 1, Cup.Kind.MUG, List.of(), null)));
        } catch (Throwable e) {
            System.out.println("failed");
            e.printStackTrace(System.out);
        }
    }
}
