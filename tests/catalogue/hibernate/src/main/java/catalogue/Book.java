package catalogue;

import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.FetchType;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.ManyToOne;
import jakarta.persistence.Version;

@Entity
public class Book {
    public enum Kind {
        NOVEL,
        SCIENCE,
        OTHER
    }

    @Id
    @GeneratedValue(strategy = GenerationType.IDENTITY)
    private Long id;

    private String title;
    private int pages;

    @Enumerated(EnumType.STRING)
    private Kind kind;

    @ManyToOne(fetch = FetchType.LAZY, optional = false)
    private Writer writer;

    @Version
    private int version;

    protected Book() {}

    public Book(String title, int pages, Kind kind) {
        this.title = title;
        this.pages = pages;
        this.kind = kind;
    }

    public Writer getWriter() {
        return writer;
    }

    public void setWriter(Writer writer) {
        this.writer = writer;
    }

    public int getVersion() {
        return version;
    }

    public void rename(String title) {
        this.title = title;
    }

    @Override
    public String toString() {
        return title + " (" + pages + ", " + kind + ")";
    }
}
