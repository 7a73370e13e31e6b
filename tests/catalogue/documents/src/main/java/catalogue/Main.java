package catalogue;

/** Documents of all kinds, made and read; one that fails does not hide the others. */
public final class Main {
    private interface Program {
        void run() throws Exception;
    }

    public static void main(String[] arguments) {
        // No screen here.
        System.setProperty("java.awt.headless", "true");
        run("jsoup", Texts::jsoup);
        run("commons csv", Texts::commons);
        run("opencsv", Texts::opencsv);
        run("codes", Papers::codes);
        run("pdf", Papers::pdf);
        run("sheets", Papers::sheets);
    }

    private static void run(String name, Program program) {
        System.out.println("== " + name);
        try {
            program.run();
        } catch (Throwable e) {
            System.out.println("failed");
            e.printStackTrace(System.out);
        }
    }
}
