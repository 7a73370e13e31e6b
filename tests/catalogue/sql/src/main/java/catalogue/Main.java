package catalogue;

import java.sql.Connection;
import java.sql.DriverManager;

/** A database in memory that Liquibase fills, then asked by jOOQ and MyBatis; each fails alone. */
public final class Main {
    private interface Program {
        void run(Connection connection) throws Exception;
    }

    public static void main(String[] arguments) throws Exception {
        try (var connection = DriverManager.getConnection("jdbc:h2:mem:cups")) {
            run("liquibase", Migrated::run, connection);
            run("jooq", Typed::run, connection);
            run("mybatis", Mapped::run, connection);
        }
        System.exit(0);
    }

    private static void run(String name, Program program, Connection connection) {
        System.out.println("== " + name);
        try {
            program.run(connection);
        } catch (Throwable e) {
            System.out.println("failed");
            e.printStackTrace(System.out);
        }
    }
}
