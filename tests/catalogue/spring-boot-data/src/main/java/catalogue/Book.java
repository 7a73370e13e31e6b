package catalogue;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.FetchType;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.Id;
import jakarta.persistence.ManyToOne;
import java.time.LocalDate;

@Entity
public class Book {
    public enum Kind {
        NOVEL,
        POEMS
    }

    @Id
    @GeneratedValue
    private Long id;

    @Column(unique = true)
    private String title;

    private LocalDate published;

    @Enumerated(EnumType.STRING)
    private Kind kind;

    @ManyToOne(fetch = FetchType.LAZY)
    private Author author;

    protected Book() {}

    public Book(String title, LocalDate published, Kind kind, Author author) {
        this.title = title;
        this.published = published;
        this.kind = kind;
        this.author = author;
    }

    public String getTitle() {
        return title;
    }

    public LocalDate getPublished() {
        return published;
    }

    public Kind getKind() {
        return kind;
    }

    public Author getAuthor() {
        return author;
    }
}
