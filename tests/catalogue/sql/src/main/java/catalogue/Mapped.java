package catalogue;

import java.math.BigDecimal;
import java.sql.Connection;
import java.util.List;
import java.util.Map;
import org.apache.ibatis.annotations.Insert;
import org.apache.ibatis.annotations.Options;
import org.apache.ibatis.annotations.Param;
import org.apache.ibatis.annotations.Select;
import org.apache.ibatis.annotations.SelectProvider;
import org.apache.ibatis.jdbc.SQL;
import org.apache.ibatis.session.Configuration;
import org.apache.ibatis.session.SqlSessionFactoryBuilder;

/** Mappers as interfaces, whose statements are annotations or among the resources; the rows become beans. */
final class Mapped {
    public static class Bean {
        private int id;
        private String name;
        private BigDecimal price;

        public int getId() {
            return id;
        }

        public void setId(int id) {
            this.id = id;
        }

        public String getName() {
            return name;
        }

        public void setName(String name) {
            this.name = name;
        }

        public BigDecimal getPrice() {
            return price;
        }

        public void setPrice(BigDecimal price) {
            this.price = price;
        }

        @Override
        public String toString() {
            return id + " " + name + " " + price;
        }
    }

    public static class Shelf {
        private String place;
        private Bean cup;

        @Override
        public String toString() {
            return place + ": " + cup;
        }
    }

    public interface Cups {
        @Select("select * from cup where name like #{pattern} order by id")
        List<Bean> like(String pattern);

        @Insert("insert into cup (name, price) values (#{name}, #{price})")
        @Options(useGeneratedKeys = true, keyProperty = "id")
        int add(Bean cup);

        @SelectProvider(type = Statements.class, method = "dear")
        List<String> dear(@Param("least") BigDecimal least, @Param("descending") boolean descending);
    }

    public static class Statements {
        public String dear(@Param("descending") boolean descending) {
            return new SQL().SELECT("name").FROM("cup").WHERE("price >= #{least}").ORDER_BY(descending ? "price desc" : "price").toString();
        }
    }

    static void run(Connection connection) {
        var configuration = new Configuration();
        configuration.addMapper(Cups.class);
        configuration.addMapper(Shelves.class);
        var session = new SqlSessionFactoryBuilder().build(configuration).openSession(connection);
        var cups = session.getMapper(Cups.class);
        System.out.println(cups.like("%u%"));
        var added = new Bean();
        added.setName("saucer");
        added.setPrice(new BigDecimal("2.50"));
        System.out.println(cups.add(added) + " " + added.getId() + " " + cups.like("saucer"));
        System.out.println(cups.dear(BigDecimal.TEN, true));
        var shelves = session.getMapper(Shelves.class);
        System.out.println(shelves.find("top", List.of(1, 2)) + " " + shelves.find(null, null) + " " + shelves.find("low", List.of()));
        System.out.println(session.<Object>selectOne("catalogue.Shelves.find", Map.of("place", "top", "ids", List.of())));
    }
}
