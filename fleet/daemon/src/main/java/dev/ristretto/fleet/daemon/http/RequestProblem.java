package dev.ristretto.fleet.daemon.http;

import java.util.Map;
import org.eclipse.jetty.http.HttpStatus;

/** A request is refused for a reason that HTTP has a status of its own for. */
public final class RequestProblem extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final int status;
    private final transient Map<String, String> header;
    /** A problem that needs no field of the header. */
    public RequestProblem(int status, String detail) {
        this(status, detail, Map.of());
    }

    /** A refusal whose answer has these fields in its header. */
    public RequestProblem(int status, String detail, Map<String, String> header) {
        super(detail);
        this.status = status;
        this.header = Map.copyOf(header);
    }

    /** Too much is under way. */
    static RequestProblem busy() {
        return new RequestProblem(
                HttpStatus.SERVICE_UNAVAILABLE_503,
                "Too many requests, streams or bytes are under way; end some, or ask again later",
                Map.of("Retry-After", "10"));
    }

    int status() {
        return status;
    }

    Map<String, String> header() {
        return header;
    }
}
