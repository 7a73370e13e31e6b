package catalogue;

/** Programs with keys and secrets of one kind each; one that fails does not hide the others. */
public final class Main {
    private interface Program {
        void run() throws Exception;
    }

    public static void main(String[] arguments) {
        run("bouncy castle", Castle::run);
        run("jjwt", Tokens::jjwt);
        run("nimbus", Tokens::nimbus);
        run("passwords", Secrets::passwords);
        run("tink", Secrets::tink);
        run("ssh", Shells::run);
        System.exit(0);
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
