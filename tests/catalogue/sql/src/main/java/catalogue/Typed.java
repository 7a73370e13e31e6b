package catalogue;

import static org.jooq.impl.DSL.count;
import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.max;
import static org.jooq.impl.DSL.multiset;
import static org.jooq.impl.DSL.name;
import static org.jooq.impl.DSL.row;
import static org.jooq.impl.DSL.select;
import static org.jooq.impl.DSL.sum;
import static org.jooq.impl.DSL.table;
import static org.jooq.impl.DSL.when;

import java.math.BigDecimal;
import java.sql.Connection;
import java.time.LocalDate;
import java.util.Map;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.SQLDialect;
import org.jooq.Table;
import org.jooq.conf.RenderQuotedNames;
import org.jooq.conf.Settings;
import org.jooq.exception.DataAccessException;
import org.jooq.impl.DSL;
import org.jooq.impl.SQLDataType;

/** Statements as jOOQ's expressions, their rows as records. */
final class Typed {
    record Cup(int id, String name, BigDecimal price) {}

    private static final Table<Record> CUP = table(name("cup"));
    private static final Field<Integer> ID = field(name("cup", "id"), SQLDataType.INTEGER);
    private static final Field<String> NAME = field(name("cup", "name"), SQLDataType.VARCHAR(20));
    private static final Field<BigDecimal> PRICE = field(name("cup", "price"), SQLDataType.DECIMAL(8, 2));
    private static final Field<LocalDate> MADE = field(name("cup", "made"), SQLDataType.LOCALDATE);

    static void run(Connection connection) {
        System.setProperty("org.jooq.no-logo", "true");
        System.setProperty("org.jooq.no-tips", "true");
        var jooq = DSL.using(connection, SQLDialect.H2, new Settings().withRenderQuotedNames(RenderQuotedNames.NEVER));
        int added = jooq.insertInto(CUP, NAME, PRICE, MADE).values("pot", new BigDecimal("30"), LocalDate.of(2026, 2, 3)).execute();
        System.out.println(added + " " + jooq.select(ID, NAME, PRICE).from(CUP).orderBy(ID).fetchInto(Cup.class));
        System.out.print(jooq.select(NAME, MADE, when(PRICE.gt(inline(new BigDecimal(10))), "dear").otherwise("cheap").as("kind"))
                .from(CUP)
                .where(MADE.ge(LocalDate.of(2026, 1, 1)))
                .orderBy(PRICE.desc())
                .fetch()
                .format()
                .replace("\r", "") + "\n");
        var totals = jooq.select(count(), sum(PRICE), max(MADE)).from(CUP).fetchSingle();
        System.out.println(totals.value1() + " " + totals.value2() + " " + totals.value3());
        var place = field(name("shelf", "place"), SQLDataType.VARCHAR);
        var places = multiset(select(place).from(table(name("shelf"))).where(field(name("shelf", "cup"), Integer.class).eq(ID)));
        System.out.println(jooq.select(NAME, places.convertFrom(rows -> rows.map(found -> found.value1())))
                .from(CUP)
                .orderBy(NAME)
                .fetchMap(NAME, found -> found.value2())
                .entrySet()
                .stream()
                .sorted(Map.Entry.comparingByKey())
                .toList());
        try {
            jooq.transaction(inner -> {
                inner.dsl().update(CUP).set(row(NAME, PRICE), row("glass", BigDecimal.ONE)).where(ID.eq(1)).execute();
                inner.dsl().insertInto(CUP, NAME).values("tea").execute();
            });
        } catch (DataAccessException e) {
            System.out.println(e.sqlStateClass() + " " + jooq.fetchExists(CUP, NAME.eq("glass")));
        }
        System.out.println(DSL.using(SQLDialect.POSTGRES).render(select(NAME).from(CUP).where(NAME.likeIgnoreCase("m%")).limit(3)));
        System.out.println(jooq.parser().parseQuery("select a, b from t where a in (1, 2) fetch first row only").getSQL());
        System.out.println(jooq.select(NAME, PRICE).from(CUP).orderBy(ID).limit(1).fetch().formatJSON());
    }
}
