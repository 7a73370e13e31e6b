package catalogue;

import java.util.Locale;

/** Programs with beans that libraries look at; one that fails does not hide the others. */
public final class Main {
    private interface Program {
        void run() throws Exception;
    }

    public static void main(String[] arguments) {
        Locale.setDefault(Locale.ENGLISH);
        run("validation", Validated::run);
        run("lombok", Mapped::lombok);
        run("mapstruct", Mapped::mapStruct);
        run("beanutils", Mapped::beanUtils);
        run("modelmapper", Mapped::modelMapper);
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
