package dev.ristretto.examples.notes;

import io.javalin.Javalin;
import io.javalin.config.JavalinConfig;
import io.javalin.http.BadRequestResponse;
import io.javalin.http.Context;
import io.javalin.http.HttpResponseException;
import io.javalin.http.HttpStatus;
import io.javalin.http.NotFoundResponse;

/**
 * A JSON service that keeps notes in memory.
 *
 * <p>{@code GET /notes}, {@code POST /notes}, {@code GET}, {@code PUT} and {@code DELETE /notes/ID}. Listens on port
 * 8080, or on the one in the environment variable {@code PORT}.
 */
public final class Notes {
    private final NoteStore store = new NoteStore();

    private Notes() {}

    /** Serves until asked to stop. */
    public static void main(String[] arguments) {
        String port = System.getenv("PORT");
        Javalin service = create().start(port == null ? 8080 : Integer.parseInt(port));
        Runtime.getRuntime().addShutdownHook(new Thread(service::stop));
    }

    /** The service, not yet listening. */
    static Javalin create() {
        return Javalin.create(new Notes()::configure);
    }

    private void configure(JavalinConfig config) {
        config.startup.showJavalinBanner = false;
        config.concurrency.useVirtualThreads = true;
        config.routes.get("/notes", context -> context.json(store.all()));
        config.routes.post("/notes", this::add);
        config.routes.get("/notes/{id}", context -> context.json(existing(context)));
        config.routes.put("/notes/{id}", this::replace);
        config.routes.delete("/notes/{id}", this::remove);
        config.routes.exception(HttpResponseException.class, (problem, context) -> context.status(problem.getStatus())
                .json(new Problem(problem.getMessage())));
    }

    private void add(Context context) {
        Note note = store.add(draft(context));
        context.status(HttpStatus.CREATED).header("Location", "/notes/" + note.id()).json(note);
    }

    private void replace(Context context) {
        context.json(store.replace(id(context), draft(context)).orElseThrow(() -> missing(context)));
    }

    private void remove(Context context) {
        if (!store.remove(id(context))) {
            throw missing(context);
        }
        context.status(HttpStatus.NO_CONTENT);
    }

    private Note existing(Context context) {
        return store.find(id(context)).orElseThrow(() -> missing(context));
    }

    private static Draft draft(Context context) {
        Draft draft;
        try {
            draft = context.bodyAsClass(Draft.class);
        } catch (Exception e) {
            // Javalin is Kotlin: it lets Jackson's checked exceptions through without declaring them.
            throw new BadRequestResponse("the body must be JSON with title and text");
        }
        String complaint = draft == null ? "the body must be JSON with title and text" : draft.complaint();
        if (complaint != null) {
            throw new BadRequestResponse(complaint);
        }
        return draft;
    }

    private static long id(Context context) {
        try {
            return Long.parseLong(context.pathParam("id"));
        } catch (NumberFormatException e) {
            throw missing(context);
        }
    }

    private static NotFoundResponse missing(Context context) {
        return new NotFoundResponse("there is no note " + context.pathParam("id"));
    }
}
