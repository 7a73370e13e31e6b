package catalogue;

import jakarta.persistence.EntityManagerFactory;
import jakarta.persistence.PersistenceException;
import java.util.List;
import org.hibernate.Hibernate;
import org.hibernate.jpa.HibernatePersistenceConfiguration;

/** Hibernate with a database in memory, whose schema it makes from the entities. */
public final class Main {
    /** What a query makes of its rows. */
    public record Count(String name, long books) {}

    public static void main(String[] arguments) {
        try (var factory = new HibernatePersistenceConfiguration("library")
                .managedClasses(Writer.class, Book.class)
                .jdbcUrl("jdbc:h2:mem:library")
                .jdbcCredentials("sa", "")
                .property("hibernate.hbm2ddl.auto", "create")
                .createEntityManagerFactory()) {
            fill(factory);
            query(factory);
            change(factory);
            refuse(factory);
        }
        System.exit(0);
    }

    private static void fill(EntityManagerFactory factory) {
        factory.runInTransaction(manager -> {
            var ada = new Writer("Ada");
            ada.add(new Book("Notes", 66, Book.Kind.SCIENCE));
            ada.add(new Book("Letters", 300, Book.Kind.OTHER));
            var kurt = new Writer("Kurt");
            kurt.add(new Book("Cradle", 250, Book.Kind.NOVEL));
            manager.persist(ada);
            manager.persist(kurt);
        });
    }

    private static void query(EntityManagerFactory factory) {
        factory.runInTransaction(manager -> {
            System.out.println(manager.createQuery("select b from Book b where b.pages > :least order by b.title", Book.class)
                    .setParameter("least", 100)
                    .getResultList());
            System.out.println(manager.createQuery(
                            "select w.name, count(b) from Writer w join w.books b group by w.name order by w.name", Count.class)
                    .getResultList());
            var builder = manager.getCriteriaBuilder();
            var criteria = builder.createQuery(Book.class);
            var book = criteria.from(Book.class);
            criteria.where(builder.equal(book.get("kind"), Book.Kind.NOVEL));
            System.out.println(manager.createQuery(criteria).getSingleResult());
            System.out.println(manager.createNamedQuery("Writer.byName", Writer.class).setParameter("name", "Ada").getSingleResult());
            List<?> pages = manager.createNativeQuery("select sum(pages) from Book").getResultList();
            System.out.println(pages);
            // Not initialized: a proxy, which Hibernate makes at run time, until its name is asked for.
            var writer = manager.getReference(Writer.class, 2L);
            System.out.println(Hibernate.isInitialized(writer) + " " + writer.getName() + " " + Hibernate.isInitialized(writer));
        });
    }

    private static void change(EntityManagerFactory factory) {
        factory.runInTransaction(manager -> {
            var book = manager.find(Book.class, 1L);
            book.rename("Notes on an engine");
            System.out.println(Hibernate.isInitialized(book.getWriter()) + " " + book.getWriter().getName());
        });
        factory.runInTransaction(manager -> {
            var book = manager.find(Book.class, 1L);
            System.out.println(book + " version " + book.getVersion());
        });
        try {
            factory.runInTransaction(manager -> {
                manager.remove(manager.find(Writer.class, 1L));
                manager.flush();
                System.out.println("writers left " + count(factory, "Writer") + " for others");
                throw new IllegalStateException("as meant");
            });
        } catch (IllegalStateException e) {
            System.out.println("rolled back " + e.getMessage() + ": writers " + count(factory, "Writer") + ", books " + count(factory, "Book"));
        }
        factory.runInTransaction(manager -> manager.remove(manager.find(Writer.class, 2L)));
        System.out.println("writers " + count(factory, "Writer") + ", books " + count(factory, "Book"));
    }

    private static void refuse(EntityManagerFactory factory) {
        try {
            factory.runInTransaction(manager -> manager.persist(new Writer("Ada")));
        } catch (PersistenceException e) {
            System.out.println(e.getClass().getName());
        }
    }

    private static long count(EntityManagerFactory factory, String entity) {
        return factory.callInTransaction(
                manager -> manager.createQuery("select count(e) from " + entity + " e", Long.class).getSingleResult());
    }
}
