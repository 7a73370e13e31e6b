package dev.ristretto.fleet.balancer;

import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Where the balancer is meant to differ from nginx. Everything else that differs is a fault. */
enum MeantDifference {

    /** RFC 9112 section 3: lines whose parts are not separated by one space are read in different ways. */
    ODD_LINE_IS_REFUSED(seen -> seen.request.about("line") && seen.ours == 400 && seen.theirs / 100 == 2),

    /** RFC 9110 section 2.5: only what is known is understood; nginx takes 1.2 for 1.1, and no version for 0.9. */
    OTHER_VERSION_IS_REFUSED(seen -> seen.request.about("line") && (seen.ours == 505 || seen.ours == 426)),

    /** Harmless: everybody reads it so. */
    VERSION_IN_LOWER_CASE_IS_TAKEN(seen -> seen.request.has("http/1.1\r\n") && seen.theirs == 400),

    /**
     * RFC 9110 sections 5.1 and 5.5: no such character is part of a name or a value. nginx drops the field or passes it
     * on, where it may mean something else.
     */
    ODD_FIELD_IS_REFUSED(seen -> seen.request.about("field") && seen.ours == 400 && seen.theirs == 200),

    /** RFC 9110 section 9.3.7: it asks about the server as a whole, which is the replica. */
    OPTIONS_OF_THE_SERVER_ARE_ASKED_FOR(seen -> seen.request.has("OPTIONS * HTTP") && seen.theirs == 400),

    /** Which of them counts is the application's to say. */
    REPEATED_AUTHORIZATION_IS_PASSED_ON(seen -> seen.theirs == 400 && seen.request.count("\r\nAuthorization:") > 1),

    /** RFC 9110 section 5.6.3: a tab is white space too. */
    TAB_BEFORE_A_CODING(seen -> seen.request.has("Transfer-Encoding: \tchunked\r\n") && seen.theirs == 501),

    /** RFC 9112 section 6.3: 400 where the last coding is not chunked, so that nobody knows the length. */
    CODING_IS_REFUSED_AS_THE_CLIENT_S_FAULT(
            seen -> seen.request.about("coding") && seen.theirs == 501 && seen.ours == 400),

    /** Its answer's end is in doubt, or it is none; nginx passes it on or guesses. */
    ANSWER_IN_DOUBT_IS_NOT_PASSED_ON(seen -> Doubts.IN_ANSWERS.contains(seen.answer) && seen.ours == 502);

    /**
     * Of the headers that a replica gets. Some are the balancer's: Via, Forwarded, X-Forwarded-*. Some say how the body
     * is framed, which both may choose anew. The rest are of the connection (RFC 9110 section 7.6.1), but nginx passes
     * them on.
     */
    static final Set<String> OF_HEADERS = Set.of(
            "via",
            "forwarded",
            "x-forwarded-for",
            "x-forwarded-host",
            "x-forwarded-proto",
            "content-length",
            "transfer-encoding",
            "connection",
            "proxy-connection",
            "trailer",
            "http2-settings");

    private final Predicate<Seen> applies;

    /** A request, or the answer that it gets, and the statuses that became of it. */
    private record Seen(GeneratedRequest request, String answer, int theirs, int ours) {}

    private static final class Doubts {
        static final Set<String> IN_ANSWERS =
                Set.of("two-lengths", "bad-length", "negative-length", "unknown-coding", "no-colon", "switch");
    }

    MeantDifference(Predicate<Seen> applies) {
        this.applies = applies;
    }

    /** The one that explains what was seen. */
    static Optional<MeantDifference> of(GeneratedRequest request, String answer, int theirs, int ours) {
        Seen seen = new Seen(request, answer, theirs, ours);
        return Stream.of(values()).filter(each -> each.applies.test(seen)).findFirst();
    }
}
