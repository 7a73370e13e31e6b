package catalogue;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.dataformat.xml.XmlMapper;
import com.google.gson.Gson;
import com.squareup.moshi.Moshi;
import jakarta.xml.bind.JAXBContext;
import jakarta.xml.bind.Marshaller;
import jakarta.xml.bind.annotation.XmlAttribute;
import jakarta.xml.bind.annotation.XmlElement;
import jakarta.xml.bind.annotation.XmlRootElement;
import java.io.StringReader;
import java.io.StringWriter;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.Constructor;
import tools.jackson.databind.json.JsonMapper;

/** The same data through all the usual mappers, none of which is told anything. */
final class Formats {
    enum Size {
        SMALL,
        LARGE
    }

    record Line(String item, int count, Size size) {}

    record Order(int id, List<Line> lines, Map<String, Double> prices, LocalDate day) {}

    /** A bean, for those that know no records. */
    public static class Person {
        private String name = "";
        private int age;
        private List<Person> friends = new ArrayList<>();

        public String getName() {
            return name;
        }

        public void setName(String name) {
            this.name = name;
        }

        public int getAge() {
            return age;
        }

        public void setAge(int age) {
            this.age = age;
        }

        public List<Person> getFriends() {
            return friends;
        }

        public void setFriends(List<Person> friends) {
            this.friends = friends;
        }
    }

    @XmlRootElement(name = "book")
    static class Book {
        @XmlAttribute
        int pages = 7;

        @XmlElement(name = "writer")
        List<String> writers = new ArrayList<>(List.of("Ada", "Kurt"));
    }

    static class Plain {
        String text = "plain";
        List<Size> sizes = List.of(Size.LARGE);
    }

    static void run() throws Exception {
        var order = new Order(5, List.of(new Line("cup", 2, Size.LARGE)), new LinkedHashMap<>(Map.of("cup", 1.5)), LocalDate.of(2026, 1, 2));
        var jackson = new ObjectMapper().findAndRegisterModules().disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS);
        String text = jackson.writeValueAsString(order);
        System.out.println("jackson 2: " + text + " " + jackson.readValue(text, Order.class).equals(order));
        var jackson3 = JsonMapper.builder().findAndAddModules().build();
        text = jackson3.writeValueAsString(order);
        System.out.println("jackson 3: " + text + " " + jackson3.readValue(text, Order.class).equals(order));
        var person = new Person();
        person.setName("Ada");
        person.setAge(36);
        person.getFriends().add(new Person());
        text = new XmlMapper().writeValueAsString(person);
        System.out.println("jackson xml: " + text + " " + new XmlMapper().readValue(text, Person.class).getAge());
        var gson = new Gson();
        text = gson.toJson(person);
        System.out.println("gson: " + text + " " + gson.fromJson(text, Person.class).getFriends().size());
        text = gson.toJson(new Line("pot", 1, Size.SMALL));
        System.out.println("gson: " + text + " " + gson.fromJson(text, Line.class));
        var moshi = new Moshi.Builder().build().adapter(Plain.class);
        text = moshi.toJson(new Plain());
        System.out.println("moshi: " + text + " " + moshi.fromJson(text).sizes);
        text = new Yaml().dump(person);
        var yaml = new Yaml(new Constructor(Person.class, new LoaderOptions()));
        Person read = yaml.load("{name: Kurt, age: 3, friends: [{name: Ada}]}");
        System.out.println("yaml: " + text.replace("\n", "|") + " " + read.getFriends().getFirst().getName());
        var context = JAXBContext.newInstance(Book.class);
        var out = new StringWriter();
        var marshaller = context.createMarshaller();
        marshaller.setProperty(Marshaller.JAXB_FRAGMENT, true);
        marshaller.marshal(new Book(), out);
        var book = (Book) context.createUnmarshaller().unmarshal(new StringReader(out.toString()));
        System.out.println("jaxb: " + out + " " + book.writers.size());
    }
}
