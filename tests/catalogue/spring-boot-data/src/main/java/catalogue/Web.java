package catalogue;

import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Size;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.data.domain.PageRequest;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.web.bind.MethodArgumentNotValidException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

@RestController
public class Web {
    public record NewBook(@NotBlank String title, @Size(min = 2, max = 20) String author) {}

    public record Shown(String title, LocalDate published, Book.Kind kind) {
        static Shown of(Book book) {
            return new Shown(book.getTitle(), book.getPublished(), book.getKind());
        }
    }

    private final Shelf shelf;
    private final Books books;
    private final JdbcClient client;

    Web(Shelf shelf, Books books, JdbcClient client) {
        this.shelf = shelf;
        this.books = books;
        this.client = client;
    }

    @EventListener(ApplicationReadyEvent.class)
    public void fill() {
        shelf.fill();
    }

    @GetMapping("/lines")
    public List<String> lines() {
        return shelf.lines();
    }

    @GetMapping("/books/{title}")
    public ResponseEntity<Shown> book(@PathVariable String title) {
        return ResponseEntity.of(books.findByTitle(title).map(Shown::of));
    }

    @GetMapping("/kinds/{kind}")
    public List<Shown> kind(@PathVariable Book.Kind kind) {
        return books.findByKindOrderByTitle(kind).stream().map(Shown::of).toList();
    }

    @GetMapping("/late")
    public Map<String, Object> late() {
        var page = books.findByPublishedAfter(LocalDate.of(1800, 1, 1), PageRequest.of(0, 1));
        return Map.of("titles", page.map(Book::getTitle).getContent(), "total", page.getTotalElements());
    }

    @GetMapping("/counts")
    public List<Books.Count> counts() {
        return books.counts();
    }

    @GetMapping("/sql")
    public List<String> sql() {
        return client.sql("select name from author order by name").query(String.class).list();
    }

    @PostMapping("/books")
    public ResponseEntity<Void> add(@Valid @RequestBody NewBook book) {
        shelf.add(book.title(), book.author());
        return ResponseEntity.status(HttpStatus.CREATED).build();
    }

    @ExceptionHandler(DataIntegrityViolationException.class)
    public ResponseEntity<String> taken() {
        return ResponseEntity.status(HttpStatus.CONFLICT).body("is there already");
    }

    @ExceptionHandler(MethodArgumentNotValidException.class)
    public ResponseEntity<List<String>> wrong(MethodArgumentNotValidException e) {
        return ResponseEntity.badRequest()
                .body(e.getFieldErrors().stream()
                        .map(error -> error.getField() + " " + error.getDefaultMessage())
                        .sorted()
                        .toList());
    }
}
