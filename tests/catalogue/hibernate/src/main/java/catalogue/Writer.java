package catalogue;

import jakarta.persistence.CascadeType;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.Id;
import jakarta.persistence.NamedQuery;
import jakarta.persistence.OneToMany;
import jakarta.persistence.OrderBy;
import java.util.ArrayList;
import java.util.List;

@Entity
@NamedQuery(name = "Writer.byName", query = "select w from Writer w left join fetch w.books where w.name = :name")
public class Writer {
    @Id
    @GeneratedValue
    private Long id;

    @Column(unique = true, length = 40)
    private String name;

    @OneToMany(mappedBy = "writer", cascade = CascadeType.ALL)
    @OrderBy("title")
    private List<Book> books = new ArrayList<>();

    protected Writer() {}

    public Writer(String name) {
        this.name = name;
    }

    public void add(Book book) {
        books.add(book);
        book.setWriter(this);
    }

    public String getName() {
        return name;
    }

    @Override
    public String toString() {
        return name + " " + books;
    }
}
