package dev.ristretto.examples.notes;

/** What a client sends to make or to replace a note. */
public record Draft(String title, String text) {
    /** Why this draft cannot become a note, or {@code null} where it can. */
    String complaint() {
        return title == null || title.isBlank() ? "title must not be empty" : null;
    }

    /** This draft as the note of that number; a missing text is an empty one. */
    Note toNote(long id) {
        return new Note(id, title, text == null ? "" : text);
    }
}
