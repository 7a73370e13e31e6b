package dev.ristretto.fleet.balancer;

import java.util.Map;
import java.util.TreeMap;

/** What a replica may answer that is unusual or wrong. */
final class OddAnswers {

    private static final String OK = "HTTP/1.1 200 OK\r\n";
    private static final String WITH_LENGTH = "Content-Length: 2\r\n\r\nok";

    /** The replica ends the connection behind it, so that nobody waits for more. */
    private static final String THE_END = "content-length: 2\r\n\r\nok";

    private OddAnswers() {}

    /** Answers by a name that tells what is odd, which every proxy ends in some way. */
    static Map<String, byte[]> all() {
        Map<String, byte[]> all = new TreeMap<>();
        all.put("end", RecordingReplica.END);
        all.put("reset", RecordingReplica.RESET);
        all.put("half-a-head", bytes("HTTP/1.1 200 OK\r\nConte"));
        all.put("half-a-line", bytes("HTTP/1.1 2"));
        all.put("long-head", bytes(OK + "X: " + "a".repeat(60_000) + "\r\n" + WITH_LENGTH));
        all.put("old", bytes("HTTP/1.0 200 OK\r\n\r\nok"));
        all.put("no-length", bytes(OK + "\r\nok"));
        all.put("no-reason", bytes("HTTP/1.1 200\r\n" + WITH_LENGTH));
        all.put("excess", bytes(OK + WITH_LENGTH + "HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nevil"));
        all.put("chunked", bytes(OK + "Transfer-Encoding: chunked\r\n\r\n2\r\nok\r\n0\r\n\r\n"));
        all.put("chunked-trailer", bytes(OK + "Transfer-Encoding: chunked\r\n\r\n2\r\nok\r\n0\r\nX: 1\r\n\r\n"));
        all.put("two-lengths", bytes(OK + "Content-Length: 3\r\n" + WITH_LENGTH));
        all.put("bad-length", bytes(OK + "Content-Length: 2x\r\n\r\nok"));
        all.put("negative-length", bytes(OK + "Content-Length: -2\r\n\r\nok"));
        all.put("unknown-coding", bytes(OK + "Transfer-Encoding: gzip\r\n\r\nok"));
        all.put("switch", bytes("HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\n\r\n"));
        all.put("empty", bytes("HTTP/1.1 204 No Content\r\n\r\n"));
        all.put("not-modified", bytes("HTTP/1.1 304 Not Modified\r\nETag: \"x\"\r\n\r\n"));
        all.put("missing", bytes("HTTP/1.1 404 Not Found\r\n" + WITH_LENGTH));
        all.put("failed", bytes("HTTP/1.1 500 Failed\r\n" + WITH_LENGTH));
        all.put("strange-status", bytes("HTTP/1.1 299 Strange\r\n" + WITH_LENGTH));
        all.put("status-999", bytes("HTTP/1.1 999 OK\r\n" + WITH_LENGTH));
        all.put("version-2", bytes("HTTP/2.0 200 OK\r\n" + WITH_LENGTH));
        all.put("no-colon", bytes(OK + "Nonsense\r\n" + WITH_LENGTH));
        all.put("folded", bytes(OK + "X: a\r\n b\r\n" + WITH_LENGTH));
        all.put("bare-lf", bytes("HTTP/1.1 200 OK\nContent-Length: 2\r\n\r\nok"));
        all.put("hop", bytes(OK + "Connection: close, X-Hop\r\nX-Hop: 1\r\nKeep-Alive: 5\r\n" + WITH_LENGTH));
        all.put("redirect", bytes("HTTP/1.1 302 Found\r\nLocation: http://x/\r\n" + WITH_LENGTH));
        return all;
    }

    /** Those that nginx takes for something else, so that its client waits: what the balancer tells its own. */
    static Map<String, Integer> beyondNginx() {
        return Map.of(
                "continue", 200,
                "hints", 200,
                "garbage", 502,
                "binary", 502,
                "length-and-coding", 502,
                "bad-status", 502,
                "status-0", 502);
    }

    /** The bytes of one of those. */
    static byte[] beyondNginx(String name) {
        return switch (name) {
            case "continue" -> bytes("HTTP/1.1 100 Continue\r\n\r\n" + OK + WITH_LENGTH);
            case "hints" -> bytes("HTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\n" + OK + WITH_LENGTH);
            case "garbage" -> bytes("SSH-2.0-OpenSSH_9.2\r\n");
            case "binary" -> bytes("\u0016\u0003\u0001\u0000\u00f4\u0001\u0000");
            case "length-and-coding" -> bytes(OK + "Transfer-Encoding: chunked\r\n" + WITH_LENGTH);
            case "bad-status" -> bytes("HTTP/1.1 abc OK\r\n" + THE_END);
            case "status-0" -> bytes("HTTP/1.1 000 OK\r\n" + THE_END);
            default -> throw new IllegalArgumentException(name);
        };
    }

    private static byte[] bytes(String text) {
        return RecordingReplica.bytes(text);
    }
}
