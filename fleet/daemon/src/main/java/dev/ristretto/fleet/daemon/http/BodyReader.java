package dev.ristretto.fleet.daemon.http;

import dev.ristretto.fleet.daemon.limit.ApiAdmission;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Request;

/** Reads the bodies of requests that are what they should be, and not larger. */
final class BodyReader {

    private static final int LARGEST_JSON = 256 * 1024;
    private static final int CHUNK = 8 * 1024;
    private static final int MOST_SKIPPED = 1024 * 1024;

    /** A body of JSON and what is made of it take at most this many times its bytes: a short text is an object. */
    private static final int EXPANSION = 16;

    private BodyReader() {}

    /**
     * A body of JSON, as it came.
     *
     * @param memory pays for it
     * @throws RequestProblem if it is not JSON, too large, or if there is no memory for it
     */
    static byte[] json(Request request, ApiAdmission.Ticket memory) throws IOException, InterruptedException {
        requireType(request, Answer.JSON);
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        byte[] chunk = new byte[CHUNK];
        try (InputStream body = new RequestBody(request)) {
            for (int count = body.read(chunk); count >= 0; count = body.read(chunk)) {
                if (all.size() + count > LARGEST_JSON) {
                    // A client that is still sending would not see the answer.
                    body.skip(MOST_SKIPPED);
                    throw tooLarge(LARGEST_JSON);
                }
                if (!memory.memory((long) count * EXPANSION)) {
                    throw RequestProblem.busy();
                }
                all.write(chunk, 0, count);
            }
        }
        return all.toByteArray();
    }

    /**
     * A body of bytes, to be read as it comes.
     *
     * @param most how many bytes it may have
     * @throws RequestProblem if it says that it is larger, or not how large it is
     */
    static InputStream bytes(Request request, long most) {
        requireType(request, Answer.BYTES);
        long length = request.getLength();
        if (length < 0) {
            throw new RequestProblem(HttpStatus.LENGTH_REQUIRED_411, "The body must have a Content-Length");
        }
        if (length > most) {
            throw tooLarge(most);
        }
        return new RequestBody(request);
    }

    private static void requireType(Request request, String wanted) {
        String mediaType = request.getHeaders().get(HttpHeader.CONTENT_TYPE);
        if (mediaType == null || !mediaType.split(";", 2)[0].strip().equalsIgnoreCase(wanted)) {
            throw new RequestProblem(
                    HttpStatus.UNSUPPORTED_MEDIA_TYPE_415, "The body must have the Content-Type " + wanted);
        }
    }

    private static RequestProblem tooLarge(long most) {
        return new RequestProblem(HttpStatus.PAYLOAD_TOO_LARGE_413, "The request is larger than " + most + " bytes");
    }
}
