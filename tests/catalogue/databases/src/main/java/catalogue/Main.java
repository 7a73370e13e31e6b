package catalogue;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.util.List;
import org.flywaydb.core.Flyway;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.mapper.reflect.ConstructorMapper;
import org.jdbi.v3.sqlobject.SqlObjectPlugin;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jdbi.v3.sqlobject.statement.SqlUpdate;

/** Two databases in memory behind a pool; their schema comes from migrations among the resources. */
public final class Main {
    public record Cup(int id, String name) {}

    public interface Cups {
        @SqlUpdate("update cup set name = :name where id = :id")
        int rename(int id, String name);

        @SqlQuery("select id, name from cup order by id")
        List<Cup> all();
    }

    public static void main(String[] arguments) throws Exception {
        for (String url : List.of("jdbc:h2:mem:cups", "jdbc:hsqldb:mem:cups")) {
            var configuration = new HikariConfig();
            configuration.setJdbcUrl(url);
            configuration.setUsername("sa");
            configuration.setMaximumPoolSize(3);
            try (var pool = new HikariDataSource(configuration)) {
                System.out.println(url + ": migrations " + Flyway.configure().dataSource(pool).load().migrate().migrationsExecuted);
                try (var connection = pool.getConnection();
                        var statement = connection.prepareStatement("select count(*), max(made), max(upper(name)) from cup where id < ?")) {
                    statement.setInt(1, 10);
                    try (var rows = statement.executeQuery()) {
                        rows.next();
                        System.out.println(rows.getInt(1) + " " + rows.getTimestamp(2) + " " + rows.getString(3));
                    }
                    System.out.println(connection.getMetaData().getDatabaseProductName());
                }
                var jdbi = Jdbi.create(pool).installPlugin(new SqlObjectPlugin()).registerRowMapper(ConstructorMapper.factory(Cup.class));
                List<Cup> cups = jdbi.withExtension(Cups.class, all -> {
                    all.rename(2, "pot");
                    return all.all();
                });
                System.out.println(cups);
            }
        }
        System.exit(0);
    }
}
