package catalogue;

import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.springframework.data.domain.Page;
import org.springframework.data.domain.Pageable;
import org.springframework.data.jpa.repository.JpaRepository;
import org.springframework.data.jpa.repository.Query;

public interface Books extends JpaRepository<Book, Long> {
    Optional<Book> findByTitle(String title);

    List<Book> findByKindOrderByTitle(Book.Kind kind);

    Page<Book> findByPublishedAfter(LocalDate day, Pageable page);

    @Query("select b.author.name as author, count(b) as books from Book b group by b.author.name order by b.author.name")
    List<Count> counts();

    interface Count {
        String getAuthor();

        long getBooks();
    }
}
