package dev.ristretto.fleet.daemon.http;

import java.util.Map;

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

    int status() {
        return status;
    }

    Map<String, String> header() {
        return header;
    }
}
