package catalogue;

import graphql.ExecutionInput;
import graphql.GraphQL;
import graphql.schema.DataFetchingEnvironment;
import graphql.schema.GraphQLSchema;
import graphql.schema.idl.RuntimeWiring;
import graphql.schema.idl.SchemaGenerator;
import graphql.schema.idl.SchemaParser;
import graphql.schema.idl.SchemaPrinter;
import graphql.schema.idl.TypeRuntimeWiring;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** A schema whose types are records and beans, which GraphQL reaches by reflection, and what is asked of it. */
public final class Main {
    public enum Kind {
        NOVEL,
        SCIENCE
    }

    public record Book(String id, String title, Integer pages, Kind kind, String writerId) {}

    /** A bean, beside the records. */
    public static class Writer {
        private final String id;
        private final String name;

        Writer(String id, String name) {
            this.id = id;
            this.name = name;
        }

        public String getName() {
            return name;
        }
    }

    private static final Map<String, Writer> WRITERS = new LinkedHashMap<>();
    private static final Map<String, Book> BOOKS = new LinkedHashMap<>();

    public static void main(String[] arguments) throws Exception {
        for (var writer : List.of(new Writer("w1", "Ada"), new Writer("w2", "Kurt"))) {
            WRITERS.put(writer.id, writer);
        }
        for (var book : List.of(new Book("b1", "Notes", 66, Kind.SCIENCE, "w1"), new Book("b2", "Cradle", 250, Kind.NOVEL, "w2"))) {
            BOOKS.put(book.id(), book);
        }
        var graphql = GraphQL.newGraphQL(schema()).build();
        ask(graphql, "{ book(id: \"b1\") { title pages kind writer { name books { id } } price } }", Map.of());
        ask(
                graphql,
                "query Some($kind: Kind, $least: Int, $short: Boolean!) {"
                        + " books(kind: $kind, least: $least) { ...line pages @skip(if: $short) price(currency: \"USD\") } }"
                        + " fragment line on Book { name: title }",
                Map.of("kind", "NOVEL", "least", 100, "short", true));
        ask(graphql, "{ find(text: \"a\") { __typename ... on Book { title } ... on Writer { name } } }", Map.of());
        ask(
                graphql,
                "mutation ($book: NewBook!) { add(book: $book) { id title kind } }",
                Map.of("book", Map.of("title", "Letters", "writer", "w1")));
        ask(graphql, "{ book(id: \"b9\") { title } broken }", Map.of());
        ask(graphql, "{ book { colour } }", Map.of());
        ask(graphql, "{ book(", Map.of());
        ask(graphql, "query ($id: ID!) { book(id: $id) { title } }", Map.of());
        ask(graphql, "{ __type(name: \"Kind\") { kind enumValues { name } } }", Map.of());
    }

    private static GraphQLSchema schema() throws Exception {
        try (var reader = new InputStreamReader(Main.class.getResourceAsStream("/library.graphqls"), StandardCharsets.UTF_8)) {
            var wiring = RuntimeWiring.newRuntimeWiring()
                    .type("Query", type -> type.dataFetcher("book", environment -> BOOKS.get(environment.<String>getArgument("id")))
                            .dataFetcher("books", Main::books)
                            .dataFetcher("find", Main::find)
                            .dataFetcher("broken", environment -> {
                                throw new IllegalStateException("as meant");
                            }))
                    .type("Mutation", type -> type.dataFetcher("add", Main::add))
                    .type("Book", type -> type.dataFetcher("writer", environment -> WRITERS.get(environment.<Book>getSource().writerId()))
                            .dataFetcher("price", environment -> CompletableFuture.supplyAsync(() -> "5 " + environment.getArgument("currency"))))
                    .type("Writer", type -> type.dataFetcher(
                            "books",
                            environment -> BOOKS.values().stream()
                                    .filter(book -> book.writerId().equals(environment.<Writer>getSource().id))
                                    .toList()))
                    .type(TypeRuntimeWiring.newTypeWiring("Found")
                            .typeResolver(environment -> environment
                                    .getSchema()
                                    .getObjectType(environment.getObject() instanceof Book ? "Book" : "Writer")))
                    .build();
            var schema = new SchemaGenerator().makeExecutableSchema(new SchemaParser().parse(reader), wiring);
            System.out.println(new SchemaPrinter(SchemaPrinter.Options.defaultOptions().includeDirectiveDefinitions(false))
                    .print(schema.getObjectType("Writer")));
            return schema;
        }
    }

    private static List<Book> books(DataFetchingEnvironment environment) {
        int least = environment.getArgumentOrDefault("least", 0);
        var kind = Kind.valueOf(environment.getArgument("kind"));
        return BOOKS.values().stream().filter(book -> book.kind() == kind && book.pages() >= least).toList();
    }

    private static List<Object> find(DataFetchingEnvironment environment) {
        String text = environment.getArgument("text");
        var found = new ArrayList<Object>();
        WRITERS.values().stream().filter(writer -> writer.name.contains(text)).forEach(found::add);
        BOOKS.values().stream().filter(book -> book.title().contains(text)).forEach(found::add);
        return found;
    }

    private static Book add(DataFetchingEnvironment environment) {
        Map<String, Object> given = environment.getArgument("book");
        var kind = Kind.valueOf((String) given.get("kind"));
        var book = new Book("b" + (BOOKS.size() + 1), (String) given.get("title"), (Integer) given.get("pages"), kind, (String) given.get("writer"));
        BOOKS.put(book.id(), book);
        return book;
    }

    private static void ask(GraphQL graphql, String query, Map<String, Object> variables) {
        var result = graphql.execute(ExecutionInput.newExecutionInput(query).variables(variables));
        var errors = result.getErrors().stream().map(error -> error.getErrorType() + ": " + error.getMessage()).toList();
        System.out.println(result.<Object>getData() + " " + errors);
    }
}
