package dev.ristretto.fleet.daemon.http;

import dev.ristretto.fleet.api.error.FleetException;
import dev.ristretto.fleet.api.syntax.PlainText;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import org.eclipse.jetty.http.HttpStatus;

/** Answers what goes wrong, in the words of RFC 9457. */
public final class Problems {

    private static final Logger LOG = System.getLogger(Problems.class.getName());

    private static final int LONGEST_LINE = 300;

    private Problems() {}

    /** Does something that answers a request. */
    public interface Work {
        void run() throws IOException, InterruptedException;
    }

    /**
     * Does it, or says why that failed.
     *
     * @throws IOException if the client is gone or its answer had begun
     */
    public static void answer(Exchange exchange, Work work) throws IOException {
        try {
            work.run();
        } catch (FleetException e) {
            int status = switch (e.kind()) {
                case INVALID -> HttpStatus.BAD_REQUEST_400;
                case UNKNOWN -> HttpStatus.NOT_FOUND_404;
                case CONFLICT -> HttpStatus.CONFLICT_409;
                case DENIED -> HttpStatus.FORBIDDEN_403;
                case FAILURE -> HttpStatus.INTERNAL_SERVER_ERROR_500;
                case UNAVAILABLE -> HttpStatus.SERVICE_UNAVAILABLE_503;
                case NO_SPACE -> HttpStatus.INSUFFICIENT_STORAGE_507;
            };
            problem(exchange, status, String.valueOf(e.getMessage()), e);
        } catch (RequestProblem e) {
            e.header().forEach(exchange::setHeader);
            problem(exchange, e.status(), String.valueOf(e.getMessage()), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            problem(exchange, HttpStatus.SERVICE_UNAVAILABLE_503, "The daemon is stopping", e);
        } catch (ClientGoneException e) {
            throw e;
        } catch (IOException | RuntimeException e) {
            if (e instanceof IOException gone && exchange.isCommitted()) {
                // The client has gone, or has not taken its answer for too long.
                throw gone;
            }
            note(exchange, e);
            problem(exchange, HttpStatus.INTERNAL_SERVER_ERROR_500, "The daemon failed: " + e, e);
        } catch (LinkageError e) {
            // A class whose file could not be read is lost to this process, whatever becomes of the file.
            note(exchange, e);
            problem(
                    exchange,
                    HttpStatus.INTERNAL_SERVER_ERROR_500,
                    "The daemon could not load a part of itself (" + e
                            + "), and does not try again: have it start anew,"
                            + " with 'ristretto daemon stop' and 'ristretto daemon start'. Instances go on meanwhile",
                    e);
        }
    }

    private static void note(Exchange exchange, Throwable failure) {
        LOG.log(
                Level.WARNING,
                PlainText.visible(exchange.method() + " " + exchange.path(), LONGEST_LINE) + " failed",
                failure);
    }

    private static void problem(Exchange exchange, int status, String detail, Throwable cause) throws IOException {
        if (exchange.isCommitted()) {
            throw new IOException("the answer had begun", cause);
        }
        exchange.answerProblem(status, detail);
    }
}
