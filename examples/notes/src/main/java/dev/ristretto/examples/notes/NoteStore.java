package dev.ristretto.examples.notes;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;

/** All notes, in memory, in the order of their numbers. Safe for use by several threads. */
final class NoteStore {
    private final AtomicLong lastId = new AtomicLong();
    private final ConcurrentSkipListMap<Long, Note> notes = new ConcurrentSkipListMap<>();

    List<Note> all() {
        return List.copyOf(notes.values());
    }

    Optional<Note> find(long id) {
        return Optional.ofNullable(notes.get(id));
    }

    Note add(Draft draft) {
        Note note = draft.toNote(lastId.incrementAndGet());
        notes.put(note.id(), note);
        return note;
    }

    /** The note as it is now, or nothing where there is none of that number. */
    Optional<Note> replace(long id, Draft draft) {
        return Optional.ofNullable(notes.computeIfPresent(id, (key, old) -> draft.toNote(id)));
    }

    /** Whether there was a note of that number. */
    boolean remove(long id) {
        return notes.remove(id) != null;
    }
}
