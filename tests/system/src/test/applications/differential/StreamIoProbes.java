package differential;

import java.io.*;
import java.nio.BufferOverflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.Properties;

/** Streams of bytes and characters, and buffers. */
final class StreamIoProbes {
    private StreamIoProbes() {}

    static void run(Probes p) {
        streams(p);
        readers(p);
        pipes(p);
        buffers(p);
        properties(p);
    }

    private static InputStream bytes(int... values) {
        byte[] bytes = new byte[values.length];
        for (int index = 0; index < values.length; index++) {
            bytes[index] = (byte) values[index];
        }
        return new ByteArrayInputStream(bytes);
    }

    private static void streams(Probes p) {
        p.of("data", () -> {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            DataOutputStream data = new DataOutputStream(out);
            data.writeInt(-2);
            data.writeUTF("\u0000\u00e9\ud83d\ude00");
            data.writeDouble(1.5);
            data.writeChars("x");
            return out.toByteArray();
        });
        p.of("data end", () -> new DataInputStream(bytes(1, 2)).readInt());
        p.of("data utf", () -> new DataInputStream(bytes(0, 2, 0xC3, 0x28)).readUTF());
        p.of("data long", () -> {
            new DataOutputStream(OutputStream.nullOutputStream()).writeUTF("x".repeat(70_000));
            return "";
        });
        p.of("sequence", () -> new SequenceInputStream(Collections.enumeration(List.of(bytes(1), bytes(2, 3)))).readAllBytes());
        p.of("pushback", () -> {
            PushbackInputStream in = new PushbackInputStream(bytes(1), 1);
            in.unread(7);
            in.unread(8);
            return in.read();
        });
        p.of("mark", () -> {
            BufferedInputStream in = new BufferedInputStream(bytes(1, 2, 3, 4, 5), 2);
            in.mark(1);
            in.skip(4);
            in.reset();
            return in.read();
        });
        p.of("closed", () -> {
            BufferedInputStream in = new BufferedInputStream(bytes(1));
            in.close();
            return in.read();
        });
        p.of("skip", () -> {
            bytes(1, 2).skipNBytes(3);
            return "";
        });
        p.of("transfer", () -> bytes(1, 2, 3).transferTo(OutputStream.nullOutputStream()));
        p.of("n bytes", () -> bytes(1, 2, 3).readNBytes(2));
        p.of("read outside", () -> bytes(1).read(new byte[2], 1, 2));
        p.of("print stream", () -> {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            PrintStream print = new PrintStream(out, true, StandardCharsets.UTF_16BE);
            print.printf("%d", 1).append('x').println(new char[] {'a'});
            return out.toByteArray();
        });
        p.of("print error", () -> {
            PrintStream print = new PrintStream(new OutputStream() {
                @Override
                public void write(int value) throws IOException {
                    throw new IOException("full");
                }
            });
            print.println("x");
            return print.checkError();
        });
        p.of("filter", () -> new FilterOutputStream(OutputStream.nullOutputStream()) {}.getClass().isAnonymousClass());
        p.of("object data", () -> new ByteArrayOutputStream(-1));
        p.of("written to", () -> {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            out.writeBytes("\u00e9".getBytes(StandardCharsets.UTF_8));
            return out.toString(StandardCharsets.UTF_8) + out.size();
        });
    }

    private static void readers(Probes p) {
        p.of("lines", () -> new BufferedReader(new StringReader("a\r\nb\rc\n\nd")).lines().toList());
        p.of("line numbers", () -> {
            LineNumberReader reader = new LineNumberReader(new StringReader("a\nb\r\nc"));
            reader.readLine();
            reader.readLine();
            return reader.getLineNumber() + reader.readLine();
        });
        p.of("reader closed", () -> {
            StringReader reader = new StringReader("x");
            reader.close();
            return reader.read();
        });
        p.of("char array", () -> {
            CharArrayWriter writer = new CharArrayWriter();
            writer.append("abc", 1, 3);
            return writer.toCharArray();
        });
        p.of("reader of", () -> Reader.of("abc").transferTo(Writer.nullWriter()));
        p.of("unmarked", () -> {
            new BufferedReader(new StringReader("x")).reset();
            return "";
        });
        p.of("decoded", () -> new InputStreamReader(bytes(0xC3), StandardCharsets.UTF_8).read());
        p.of("encoding", () -> new InputStreamReader(bytes(), "latin1").getEncoding());
        p.of("no encoding", () -> new InputStreamReader(bytes(), "none-such"));
    }

    private static void pipes(Probes p) {
        p.of("pipe", () -> {
            PipedInputStream in = new PipedInputStream(4);
            PipedOutputStream out = new PipedOutputStream(in);
            Thread writer = new Thread(() -> {
                try (out) {
                    out.write("more than fits".getBytes(StandardCharsets.US_ASCII));
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
            writer.start();
            String text = new String(in.readAllBytes(), StandardCharsets.US_ASCII);
            writer.join();
            return text;
        });
        p.of("pipe unconnected", () -> new PipedInputStream().read());
        p.of("pipe twice", () -> {
            PipedInputStream in = new PipedInputStream();
            new PipedOutputStream(in).connect(in);
            return "";
        });
        p.of("channel pipe", () -> {
            var pipe = java.nio.channels.Pipe.open();
            pipe.sink().write(ByteBuffer.wrap(new byte[] {1, 2}));
            pipe.sink().close();
            ByteBuffer buffer = ByteBuffer.allocate(5);
            return pipe.source().read(buffer) + " " + pipe.source().read(buffer);
        });
    }

    private static void buffers(Probes p) {
        for (boolean direct : new boolean[] {false, true}) {
            String kind = direct ? "direct " : "heap ";
            p.of(kind + "text", () -> buffer(direct));
            p.of(kind + "order", () -> buffer(direct).order(ByteOrder.LITTLE_ENDIAN).putInt(0x01020304).flip().get());
            p.of(kind + "overflow", () -> buffer(direct).putLong(1).putLong(2).put((byte) 3));
            p.of(kind + "underflow", () -> buffer(direct).limit(2).getInt());
            p.of(kind + "index", () -> buffer(direct).get(16));
            p.of(kind + "limit", () -> buffer(direct).limit(17));
            p.of(kind + "position", () -> buffer(direct).limit(3).position(4));
            p.of(kind + "slice", () -> buffer(direct).slice(4, 8).asIntBuffer());
            p.of(kind + "read only", () -> buffer(direct).asReadOnlyBuffer().put((byte) 1));
            p.of(kind + "array", () -> buffer(direct).array().length);
            p.of(kind + "compare", () -> buffer(direct).compareTo(buffer(!direct)) + " " + buffer(direct).mismatch(buffer(!direct).put(3, (byte) 1)));
            p.of(kind + "aligned", () -> buffer(direct).alignedSlice(1).capacity());
            p.of(kind + "views", () -> buffer(direct).putDouble(0, 1.5).asDoubleBuffer().get(0) + buffer(direct).asCharBuffer().toString().length());
            p.of(kind + "negative", () -> direct ? ByteBuffer.allocateDirect(-1) : ByteBuffer.allocate(-1));
            p.of(kind + "mark", () -> buffer(direct).reset());
            p.of(kind + "compact", () -> buffer(direct).position(10).compact());
        }
        p.of("characters", () -> CharBuffer.wrap("hello").subSequence(1, 3) + " " + CharBuffer.wrap("hello", 1, 4).length());
        p.of("character put", () -> CharBuffer.wrap("hello").put('x'));
        p.of("overflow class", BufferOverflowException::new);
    }

    private static ByteBuffer buffer(boolean direct) {
        return direct ? ByteBuffer.allocateDirect(16) : ByteBuffer.allocate(16);
    }

    private static void properties(Probes p) {
        p.of("properties", () -> {
            Properties properties = new Properties();
            properties.load(new StringReader("a = 1\\\n  2\n# no\nb:\\u0041\nc\n\\ d=e"));
            return new java.util.TreeMap<>(properties);
        });
        p.of("properties wrong", () -> {
            new Properties().load(new StringReader("a=\\u00zz"));
            return "";
        });
        p.of("properties stored", () -> {
            Properties properties = new Properties();
            properties.setProperty("k y", "v\u00e9=");
            StringWriter writer = new StringWriter();
            properties.store(writer, null);
            return writer.toString().lines().filter(line -> !line.startsWith("#")).toList();
        });
        p.of("properties xml", () -> {
            Properties properties = new Properties();
            properties.setProperty("k", "<v>");
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            properties.storeToXML(out, "c");
            Properties read = new Properties();
            read.loadFromXML(new ByteArrayInputStream(out.toByteArray()));
            return out + " " + read;
        });
    }
}
