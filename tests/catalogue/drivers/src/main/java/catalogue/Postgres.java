package catalogue;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDate;
import org.h2.tools.Server;

final class Postgres {
    private Postgres() {}

    static void run() throws Exception {
        Server server = Server.createPgServer("-pgPort", "0", "-baseDir", "/tmp", "-ifNotExists").start();
        String url = "jdbc:postgresql://127.0.0.1:" + server.getPort() + "/mem:shop";
        try (Connection connection = DriverManager.getConnection(url, "sa", "sa")) {
            try (Statement statement = connection.createStatement()) {
                statement.execute("create table item(id int primary key, name varchar(40), price numeric(8, 2), day date)");
            }
            try (PreparedStatement insert = connection.prepareStatement("insert into item values (?, ?, ?, ?)")) {
                for (int i = 1; i <= 3; i++) {
                    insert.setInt(1, i);
                    insert.setString(2, "item " + i);
                    insert.setBigDecimal(3, new java.math.BigDecimal("1.50").multiply(java.math.BigDecimal.valueOf(i)));
                    insert.setObject(4, LocalDate.of(2024, 2, i));
                    insert.addBatch();
                }
                System.out.println("inserted " + insert.executeBatch().length);
            }
            connection.setAutoCommit(false);
            try (Statement statement = connection.createStatement()) {
                statement.executeUpdate("delete from item");
                connection.rollback();
                try (ResultSet rows = statement.executeQuery("select * from item order by id")) {
                    while (rows.next()) {
                        System.out.println(rows.getInt(1) + " " + rows.getString("name") + " " + rows.getBigDecimal(3)
                                + " " + rows.getObject(4, LocalDate.class));
                    }
                }
            }
            try (Statement statement = connection.createStatement()) {
                statement.executeQuery("select nothing from item");
            } catch (SQLException e) {
                System.out.println("error " + e.getSQLState());
            }
        }
        server.stop();
    }
}
