package catalogue;

/** Two containers of beans; one that fails does not hide the other. */
public final class Main {
    private interface Program {
        void run() throws Exception;
    }

    public static void main(String[] arguments) {
        run("dagger", Compiled::run);
        run("guice", Reflected::run);
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
