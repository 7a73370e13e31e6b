package catalogue;

import jakarta.persistence.EntityManager;
import java.time.LocalDate;
import java.util.List;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** What happens in transactions. */
@Service
public class Shelf {
    private final Books books;
    private final EntityManager manager;

    Shelf(Books books, EntityManager manager) {
        this.books = books;
        this.manager = manager;
    }

    @Transactional
    public void fill() {
        Author goethe = new Author("Goethe");
        goethe.getBooks().add(new Book("Werther", LocalDate.of(1774, 9, 29), Book.Kind.NOVEL, goethe));
        goethe.getBooks().add(new Book("Divan", LocalDate.of(1819, 8, 1), Book.Kind.POEMS, goethe));
        manager.persist(goethe);
    }

    @Transactional
    public void add(String title, String author) {
        Author known = manager.createQuery("from Author where name = :name", Author.class)
                .setParameter("name", author)
                .getResultStream()
                .findFirst()
                .orElseGet(() -> {
                    Author made = new Author(author);
                    manager.persist(made);
                    return made;
                });
        books.saveAndFlush(new Book(title, LocalDate.of(2000, 1, 1), Book.Kind.NOVEL, known));
    }

    /** A lazy reference is read within the transaction. */
    @Transactional(readOnly = true)
    public List<String> lines() {
        return books.findAll().stream()
                .map(book -> book.getTitle() + " by " + book.getAuthor().getName())
                .sorted()
                .toList();
    }
}
