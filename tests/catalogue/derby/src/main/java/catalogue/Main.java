package catalogue;

import java.nio.file.Files;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.SQLIntegrityConstraintViolationException;

/** Derby, whose every statement becomes a class at run time. */
public final class Main {
    public static void main(String[] arguments) throws Exception {
        // Its log, which it else leaves where it is started.
        System.setProperty("derby.stream.error.file", Files.createTempFile("derby", ".log").toString());
        try (var connection = DriverManager.getConnection("jdbc:derby:memory:cups;create=true")) {
            System.out.println(connection.getMetaData().getDatabaseProductName() + " " + connection.getMetaData().getDriverMajorVersion());
            fill(connection);
            query(connection);
            refuse(connection);
        }
        try {
            DriverManager.getConnection("jdbc:derby:memory:cups;drop=true");
        } catch (SQLException e) {
            System.out.println("dropped " + e.getSQLState());
        }
    }

    /** What a function of the database calls. */
    public static String twice(String text) {
        return text + text;
    }

    private static void fill(Connection connection) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute("create table cup (id int generated always as identity primary key,"
                    + " name varchar(20) unique, price decimal(8, 2), made date)");
            statement.execute("create function twice(text varchar(20)) returns varchar(40) language java parameter style java no sql"
                    + " external name 'catalogue.Main.twice'");
        }
        try (var statement = connection.prepareStatement("insert into cup (name, price, made) values (?, ?, ?)")) {
            for (String[] row : new String[][] {{"mug", "5.50", "2026-01-02"}, {"tea", "12", "2025-12-31"}, {"pot", "30", null}}) {
                for (int i = 0; i < row.length; i++) {
                    statement.setString(i + 1, row[i]);
                }
                statement.addBatch();
            }
            System.out.println("added " + statement.executeBatch().length);
        }
    }

    private static void query(Connection connection) throws SQLException {
        try (var statement = connection.prepareStatement("select id, twice(name), price * 2, made from cup where price > ? order by name desc")) {
            statement.setInt(1, 5);
            try (var rows = statement.executeQuery()) {
                while (rows.next()) {
                    System.out.println(rows.getInt(1) + " " + rows.getString(2) + " " + rows.getBigDecimal(3) + " " + rows.getDate(4));
                }
            }
        }
        try (var statement = connection.createStatement();
                var rows = statement.executeQuery("select count(*), sum(price), max(made) from cup")) {
            rows.next();
            System.out.println(rows.getInt(1) + " " + rows.getBigDecimal(2) + " " + rows.getDate(3));
        }
    }

    private static void refuse(Connection connection) throws SQLException {
        connection.setAutoCommit(false);
        try (var statement = connection.createStatement()) {
            statement.executeUpdate("update cup set price = 0");
            statement.executeUpdate("insert into cup (name) values ('mug')");
        } catch (SQLIntegrityConstraintViolationException e) {
            System.out.println("refused " + e.getSQLState());
        }
        connection.rollback();
        try (var statement = connection.createStatement();
                var rows = statement.executeQuery("select price from cup where name = 'mug'")) {
            rows.next();
            System.out.println(rows.getBigDecimal(1));
        }
        connection.commit();
    }
}
