package dev.ristretto.fleet.daemon.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.ristretto.fleet.api.error.FleetException;
import dev.ristretto.fleet.api.error.FleetException.Kind;
import dev.ristretto.fleet.api.error.Problem;
import dev.ristretto.fleet.daemon.limit.ApiAdmission;
import dev.ristretto.fleet.daemon.limit.PeerConnection;
import dev.ristretto.fleet.daemon.model.FleetJson;
import dev.ristretto.fleet.daemon.store.KeptAnswers.KeptAnswer;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Fields;
import org.jspecify.annotations.Nullable;

/** One request and its answer, in the terms of the API. */
public final class Exchange {

    /** Answers of up to this many bytes are no matter. */
    private static final int SMALL = 4 * 1024;

    private final Request request;
    private final Response response;
    private final @Nullable ApiAdmission admission;
    private ApiAdmission.@Nullable Ticket ticket;
    private @Nullable Requester caller;
    private String detail = "";
    private boolean secret;
    private final List<Runnable> beforeAnswer = new ArrayList<>();
    private @Nullable ParameterValues parameters;
    private byte[] bytes = {};
    private @Nullable KeptAnswer answered;

    /**
     * A request that nothing is known of.
     *
     * @param admission lets it in; null if it is to be refused in any case
     */
    Exchange(Request request, Response response, @Nullable ApiAdmission admission) {
        this.request = request;
        this.response = response;
        this.admission = admission;
        setHeader("X-Content-Type-Options", "nosniff");
        setHeader("Referrer-Policy", "no-referrer");
        setHeader("Cross-Origin-Resource-Policy", "same-origin");
        setHeader("Cache-Control", "no-store");
    }
    /** The method of HTTP. */
    public String method() {
        return request.getMethod();
    }

    /** The segments of the path. */
    public List<String> path() {
        return segments(request);
    }

    static List<String> segments(Request request) {
        return List.of(Request.getPathInContext(request).substring(1).split("/", -1));
    }

    /** Who sends it; known once they are identified. */
    public Requester caller() {
        return Objects.requireNonNull(caller);
    }

    /**
     * Adds something that is done when it is known what is answered, and not answered yet. Streams are answered without
     * it.
     */
    public void beforeAnswer(Runnable action) {
        beforeAnswer.add(action);
    }
    /** Says who sends it. */
    public void identify(Requester known) {
        caller = known;
    }

    /**
     * Takes a place, reads the body, then waits until it is the turn of this request to be worked on.
     *
     * @return gives everything back
     * @throws RequestProblem if the body is too large or not what it should be, or if there is too much to do
     */
    public ApiAdmission.Ticket enter() throws IOException, InterruptedException {
        ApiAdmission.Ticket fresh = Objects.requireNonNull(admission).ticket(caller().id());
        ticket = fresh;
        try {
            if (!fresh.begin()) {
                throw RequestProblem.busy();
            }
            PeerConnection peer = PeerConnection.of(request);
            if (peer != null) {
                peer.keep();
            }
            ApiRoute route = parameters().route();
            if (route.takesJson()) {
                bytes = BodyReader.json(request, fresh);
            }
            if (isLasting(route) ? !fresh.last() : !fresh.work()) {
                throw RequestProblem.busy();
            }
            return fresh;
        } catch (IOException | InterruptedException | RuntimeException e) {
            fresh.close();
            throw e;
        }
    }

    private boolean isLasting(ApiRoute route) {
        return route.lasting()
                || route.answers().stream()
                        .map(Answer::events)
                        .anyMatch(events -> events != null && flag(events.parameter()));
    }

    /** Has the route that it goes by do it. */
    public void handle() throws IOException, InterruptedException {
        parameters().route().handler().handle(this);
    }

    /** For the audit log: who sends it, as far as that is known. */
    String callerName() {
        Requester known = caller;
        return known == null ? "-" : known.name();
    }

    /** For the audit log: what it is about, or why it was refused. */
    String detail() {
        return detail;
    }

    /** Says what it is about, where the path does not. */
    public void setDetail(String text) {
        detail = text;
    }

    /** What was answered; 200 before. */
    int status() {
        return response.getStatus() == 0 ? HttpStatus.OK_200 : response.getStatus();
    }

    /** Whether something may change by it. */
    boolean mayChange() {
        return !method().equals("GET") && !method().equals("HEAD");
    }

    /** What it shows of who sends it. */
    public Optional<String> secret() {
        return Access.secret(request);
    }

    /**
     * Takes the route that the request goes by.
     *
     * @throws FleetException if a parameter is unknown or has a value that it cannot have
     */
    void take(ApiRoute route, Map<String, String> pathValues) {
        parameters = ParameterValues.read(route, fields(), pathValues);
    }

    /** The parameters of the query as they are given, checked. */
    Map<String, List<String>> query() {
        return parameters().query();
    }

    private ParameterValues parameters() {
        return Objects.requireNonNull(parameters);
    }

    private Fields fields() {
        try {
            return Request.extractQueryParameters(request);
        } catch (RuntimeException e) {
            throw new FleetException(Kind.INVALID, "The query is not well-formed: " + e.getMessage(), e);
        }
    }

    /** The values of a parameter; none if it is not given. */
    public List<String> texts(String name) {
        return parameters().texts(name);
    }

    /** The value of a parameter that is surely there. */
    public String text(String name) {
        return texts(name).getFirst();
    }

    /** The value of a parameter; null if it is not given. */
    @Nullable
    public String optional(String name) {
        return texts(name).stream().findFirst().orElse(null);
    }

    /** The value of a field of the header; null if it is not there. */
    @Nullable
    public String header(String name) {
        return request.getHeaders().get(name);
    }

    /** Method, path and query, as they came. */
    byte[] target() {
        return (method() + " " + request.getHttpURI().getPathQuery() + "\n").getBytes(StandardCharsets.UTF_8);
    }
    /** Whether a parameter is given and true. */
    public boolean flag(String name) {
        return texts(name).contains("true");
    }
    /** The value of a parameter; empty if it is not given. */
    public Optional<Long> number(String name) {
        return texts(name).stream().findFirst().map(Long::valueOf);
    }

    /**
     * The body as a record.
     *
     * @throws FleetException if it is not such a record
     */
    public <T> T body(Class<T> type) throws IOException {
        try {
            T value = FleetJson.MAPPER.readValue(bytes, type);
            if (value == null) {
                throw new FleetException(Kind.INVALID, "The request has no body");
            }
            return value;
        } catch (JsonProcessingException e) {
            throw new FleetException(
                    Kind.INVALID, "The request is not what it should be: " + e.getOriginalMessage(), e);
        }
    }

    /** The body of JSON as it came; nothing if the route has none. */
    byte[] bytes() {
        return bytes;
    }

    /**
     * The body as it comes.
     *
     * @param most how many bytes it may have
     * @throws RequestProblem if it says that it is larger, or not how large it is
     */
    public InputStream content(long most) {
        return BodyReader.bytes(request, most);
    }

    /** Answers a value as JSON. */
    public void answer(int status, Object value) throws IOException {
        JsonBody body = JsonBody.of(value);
        makeRoom(body.length());
        send(new KeptAnswer(status, Answer.JSON, body.bytes()));
    }

    /** Answers without a body. */
    public void answerNothing(int status) throws IOException {
        answer(new KeptAnswer(status, "", new byte[0]));
    }

    /** Says why a request failed. */
    void answerProblem(int status, String why) throws IOException {
        detail = why;
        Problem problem = new Problem(HttpStatus.getMessage(status), status, why);
        answer(new KeptAnswer(status, Answer.PROBLEM, FleetJson.MAPPER.writeValueAsBytes(problem)));
    }

    /** Sets a field of the answer's header. */
    public void setHeader(String name, String value) {
        response.getHeaders().put(name, value);
    }

    /** Answers all at once. */
    public void answer(KeptAnswer answer) throws IOException {
        makeRoom(answer.body().length);
        send(answer);
    }

    private void send(KeptAnswer answer) throws IOException {
        answered = answer;
        response.setStatus(answer.status());
        // Each once, even if one of them fails and that is answered instead.
        List<Runnable> actions = List.copyOf(beforeAnswer);
        beforeAnswer.clear();
        actions.forEach(Runnable::run);
        if (!answer.mediaType().isEmpty()) {
            response.getHeaders().put(HttpHeader.CONTENT_TYPE, answer.mediaType());
            response.getHeaders().put(HttpHeader.CONTENT_LENGTH, answer.body().length);
        }
        try (OutputStream output = Content.Sink.asOutputStream(response)) {
            output.write(answer.body());
        }
    }

    /** Whoever takes long to read an answer keeps its memory, but no place to work at. */
    private void makeRoom(int length) throws IOException {
        if (length > SMALL) {
            reserve(length);
        }
        ApiAdmission.Ticket held = ticket;
        if (held != null) {
            held.finishWork();
        }
    }

    /**
     * Takes memory until the request is answered; waits for it.
     *
     * @throws RequestProblem if there is not enough
     */
    public void reserve(long amount) throws IOException {
        ApiAdmission.Ticket held = ticket;
        try {
            if (held != null && !held.memory(amount)) {
                throw RequestProblem.busy();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("the daemon is stopping");
        }
    }

    /** Has the answer kept nowhere, because it is told only once. */
    public void keepSecret() {
        secret = true;
    }

    /** Whether the answer must be kept nowhere; that it failed may be. */
    boolean isSecret() {
        return secret && status() < HttpStatus.BAD_REQUEST_400;
    }

    /** What was answered, if it was all at once. */
    Optional<KeptAnswer> answered() {
        return Optional.ofNullable(answered);
    }

    /** Begins an answer that is written little by little. */
    public OutputStream stream(String type) {
        response.setStatus(200);
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, type);
        return Content.Sink.asOutputStream(response);
    }

    boolean isCommitted() {
        return response.isCommitted();
    }
}
