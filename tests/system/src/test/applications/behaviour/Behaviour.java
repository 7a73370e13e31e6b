import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.reflect.Field;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Scanner;
import sun.misc.Unsafe;

/**
 * Does what its first argument says, so that one image serves many tests. Its main is an instance's, as Java 25 allows.
 */
final class Behaviour {

    void main(String[] arguments) throws Exception {
        switch (arguments.length == 0 ? "nothing" : arguments[0]) {
            case "nothing" -> System.out.println("nothing to do");
            case "arguments" -> System.out.println(Arrays.toString(arguments));
            case "environment" -> System.out.println(System.getenv("GREETING"));
            case "properties" -> Arrays.stream(arguments).skip(1).map(System::getProperty).forEach(System.out::println);
            case "heap" -> System.out.println(Runtime.getRuntime().maxMemory() >> 20);
            case "exit" -> System.exit(Integer.parseInt(arguments[1]));
            case "exit-later" -> exitLater(Integer.parseInt(arguments[1]), Long.parseLong(arguments[2]));
            case "throw" -> outer();
            case "panic" -> writeToPageZero();
            case "fresh-memory" -> checkFreshMemory();
            case "echo" -> echo();
            case "hook" -> waitWithHook();
            case "stubborn" -> waitStubbornly();
            case "datagrams" -> answerDatagrams(Integer.parseInt(arguments[1]));
            case "reach" -> reach(arguments);
            case "both" -> writeToBoth();
            case "print" -> print(Integer.parseInt(arguments[1]));
            case "print-and-wait" -> printAndWait(Integer.parseInt(arguments[1]));
            case "allocate" -> allocate(Integer.parseInt(arguments[1]));
            case "forbidden-call", "write-code", "execute-data", "jump-null", "write-null", "overflow-stack" ->
                Violations.commit(arguments);
            default -> throw new IllegalArgumentException(arguments[0]);
        }
    }

    private static void writeToBoth() {
        for (int i = 1; i <= 2; i++) {
            System.out.println("output " + i);
            System.err.println("error " + i);
        }
    }

    private static void exitLater(int status, long millis) throws InterruptedException {
        System.out.println("waiting");
        Thread.sleep(millis);
        System.exit(status);
    }

    private static void outer() {
        inner();
    }

    private static void inner() {
        throw new IllegalStateException("thrown on purpose");
    }

    /** A write that no Java code can do without raw access, into the page that is never mapped. */
    private static void writeToPageZero() throws Exception {
        rawAccess().putLong(64L, 1L);
    }

    /** Large blocks of the C heap are pages of their own, which the kernel clears whoever had them before. */
    private static void checkFreshMemory() throws Exception {
        Unsafe memory = rawAccess();
        long bytes = 1L << 20;
        int dirty = 0;
        for (int round = 0; round < 8; round++) {
            long block = memory.allocateMemory(bytes);
            for (long i = 0; i < bytes; i += Long.BYTES) {
                dirty += memory.getLong(block + i) == 0 ? 0 : 1;
            }
            memory.setMemory(block, bytes, (byte) 0x5a);
            memory.freeMemory(block);
        }
        System.out.println(dirty + " dirty words");
    }

    private static Unsafe rawAccess() throws Exception {
        Field field = Unsafe.class.getDeclaredField("theUnsafe");
        field.setAccessible(true);
        return (Unsafe) field.get(null);
    }

    private static void echo() {
        System.out.println("ready");
        try (Scanner input = new Scanner(System.in, StandardCharsets.UTF_8)) {
            System.out.println("read: " + input.nextLine());
        }
    }

    private static void waitWithHook() throws InterruptedException {
        Runtime.getRuntime().addShutdownHook(new Thread(() -> System.out.println("hook ran")));
        System.out.println("waiting");
        Thread.sleep(Long.MAX_VALUE);
    }

    /** Its shutdown hook never ends. */
    private static void waitStubbornly() throws InterruptedException {
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            System.out.println("hook began");
            try {
                Thread.sleep(Long.MAX_VALUE);
            } catch (InterruptedException e) {
                System.out.println("interrupted");
            }
        }));
        System.out.println("waiting");
        Thread.sleep(Long.MAX_VALUE);
    }

    /** Sends back what comes, with a word in front of it. */
    private static void answerDatagrams(int port) throws IOException {
        try (DatagramSocket socket = new DatagramSocket(port)) {
            System.out.println("answering");
            DatagramPacket packet = new DatagramPacket(new byte[1500], 1500);
            while (true) {
                packet.setLength(1500);
                socket.receive(packet);
                byte[] answer = ("got " + text(packet)).getBytes(StandardCharsets.UTF_8);
                socket.send(new DatagramPacket(answer, answer.length, packet.getSocketAddress()));
            }
        }
    }

    /** Says of each HOST:PORT what it answers, a line at most. */
    private static void reach(String[] targets) {
        for (int i = 1; i < targets.length; i++) {
            int colon = targets[i].lastIndexOf(':');
            try (Socket socket = new Socket()) {
                int port = Integer.parseInt(targets[i].substring(colon + 1));
                socket.connect(new InetSocketAddress(targets[i].substring(0, colon), port), 3000);
                socket.setSoTimeout(20_000);
                BufferedReader answer =
                        new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
                System.out.println(targets[i] + " says " + answer.readLine());
            } catch (IOException e) {
                System.out.println(targets[i] + " is nobody");
            }
        }
    }

    private static String text(DatagramPacket packet) {
        return new String(packet.getData(), packet.getOffset(), packet.getLength(), StandardCharsets.UTF_8);
    }

    /** Holds so many MiB at once. */
    private static void allocate(int mebibytes) {
        byte[][] blocks = new byte[mebibytes][];
        for (int i = 0; i < mebibytes; i++) {
            blocks[i] = new byte[1 << 20];
        }
        System.out.println(blocks.length + " MiB");
    }

    private static void print(int lines) {
        for (int i = 0; i < lines; i++) {
            System.out.println("line " + i + " of a long output");
        }
    }
    /** Prints somewhat over a mebibyte a second at most, so that others can keep up. */
    private static void printAndWait(int lines) throws InterruptedException {
        for (int i = 0; i < lines; i++) {
            System.out.println("line " + i + " of a long output");
            if (i % 1000 == 999) {
                Thread.sleep(20);
            }
        }
        Thread.sleep(Long.MAX_VALUE);
    }
}
