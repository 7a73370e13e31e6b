package catalogue;

import java.sql.Connection;
import java.util.Map;
import java.util.TreeSet;
import liquibase.Contexts;
import liquibase.LabelExpression;
import liquibase.Liquibase;
import liquibase.Scope;
import liquibase.changelog.ChangeSet;
import liquibase.database.DatabaseFactory;
import liquibase.database.jvm.JdbcConnection;
import liquibase.resource.ClassLoaderResourceAccessor;
import liquibase.ui.LoggerUIService;

/** Migrations of three formats among the resources. */
final class Migrated {
    static void run(Connection connection) throws Exception {
        var database = DatabaseFactory.getInstance().findCorrectDatabaseImplementation(new JdbcConnection(connection));
        System.out.println(database.getShortName());
        Scope.child(Map.of(Scope.Attr.ui.name(), new LoggerUIService()), () -> {
            // Not closed: that would close the connection.
            var liquibase = new Liquibase("db/changes.yaml", new ClassLoaderResourceAccessor(), database);
            var contexts = new Contexts("test");
            System.out.println(liquibase.listUnrunChangeSets(contexts, new LabelExpression()).stream().map(ChangeSet::getId).toList());
            liquibase.update(contexts);
            System.out.println(liquibase.listUnrunChangeSets(contexts, new LabelExpression()));
        });
        // As it was before Liquibase.
        connection.setAutoCommit(true);
        var tables = new TreeSet<String>();
        try (var rows = connection.getMetaData().getTables(null, "PUBLIC", null, null)) {
            while (rows.next()) {
                tables.add(rows.getString("TABLE_NAME"));
            }
        }
        System.out.println(tables);
    }
}
