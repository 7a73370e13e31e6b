package dev.ristretto.kernel.network.dns;

import dev.ristretto.kernel.network.ip.InterfaceConfiguration;
import dev.ristretto.kernel.network.ip.IpAddress;
import dev.ristretto.kernel.network.stack.NetworkStack;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A stub resolver: asks the name servers of the stack's {@link NetworkStack#configuration} over UDP, with retries (5
 * seconds, two rounds), over TCP if an answer was truncated, and keeps answers as long as they say, at most
 * {@value #CACHE_ENTRIES} of them. Thread-safe.
 *
 * <p>It does not read a hosts file: that is the caller's business.
 */
public final class DnsResolver {
    /** Bound of the cache. */
    public static final int CACHE_ENTRIES = 256;

    private static final int MAXIMUM_LOOKUPS = 256;
    private static final int ROUNDS = 2;

    private final NetworkStack stack;
    private final DnsCache cache;
    private List<IpAddress> cachedFrom = List.of();
    private int lookups;

    /** A resolver for the sockets of this stack. */
    public DnsResolver(NetworkStack stack) {
        this.stack = stack;
        cache = new DnsCache(stack::nanoTime, CACHE_ENTRIES);
    }

    /**
     * Looks up the IPv4 addresses of a name. A name without a dot is completed with the domain of the configuration
     * first. A dotted address is its own answer.
     *
     * @param listener told once, perhaps before this method returns
     * @return cancels the lookup; the listener is then not called
     */
    public Runnable resolve(String name, DnsListener listener) {
        IpAddress literal = literal(name);
        if (literal != null) {
            listener.resolved(new DnsAnswer.Addresses(List.of(literal)));
            return () -> {};
        }
        if (!DnsMessage.isName(name)) {
            listener.resolved(new DnsAnswer.NotFound());
            return () -> {};
        }
        return start(name, DnsMessage.TYPE_A, listener);
    }

    /** Looks up the name of an address (PTR, RFC 1035 section 3.5); otherwise like {@link #resolve}. */
    public Runnable reverse(IpAddress address, DnsListener listener) {
        return start(DnsMessage.reverseName(address), DnsMessage.TYPE_PTR, listener);
    }

    private static @Nullable IpAddress literal(String name) {
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            if (c != '.' && (c < '0' || c > '9')) {
                return null;
            }
        }
        try {
            return IpAddress.parse(name);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    private Runnable start(String name, int type, DnsListener listener) {
        Lookup lookup = new Lookup(name, type, listener);
        stack.execute(lookup::start);
        return () -> stack.execute(lookup::cancel);
    }

    /** One name with its completions, asked of each server in turn. */
    private final class Lookup {
        private final String name;
        private final int type;
        private final DnsListener listener;
        private final List<String> candidates = new ArrayList<>(2);
        private List<IpAddress> servers = List.of();
        private int candidate;
        private int attempt;
        private boolean ended;
        private boolean failed;
        private @Nullable DnsExchange exchange;

        Lookup(String name, int type, DnsListener listener) {
            this.name = name;
            this.type = type;
            this.listener = listener;
        }

        void start() {
            lookups++;
            InterfaceConfiguration configuration = stack.configuration();
            if (configuration == null || configuration.dnsServers().isEmpty()) {
                end(new DnsAnswer.Failed(
                        "no name server is known: the interface is not configured or DHCP told of none"));
                return;
            }
            if (lookups > MAXIMUM_LOOKUPS) {
                end(new DnsAnswer.Failed("more than " + MAXIMUM_LOOKUPS + " lookups at once"));
                return;
            }
            servers = configuration.dnsServers();
            if (!servers.equals(cachedFrom)) {
                // Other servers may see other names.
                cache.clear();
                cachedFrom = servers;
            }
            if (name.indexOf('.') < 0 && DnsMessage.isName(name + "." + configuration.domain())) {
                candidates.add(name + "." + configuration.domain());
            }
            candidates.add(name);
            ask();
        }

        private void ask() {
            while (candidate < candidates.size()) {
                String asked = candidates.get(candidate);
                DnsAnswer known = cache.get(asked, type);
                if (known == null) {
                    IpAddress server = servers.get(attempt % servers.size());
                    exchange = new DnsExchange(stack, asked, type, server, this::answered);
                    exchange.start();
                    return;
                }
                if (!(known instanceof DnsAnswer.NotFound)) {
                    end(known);
                    return;
                }
                candidate++;
            }
            end(failed ? new DnsAnswer.Failed("no name server answered for " + name) : new DnsAnswer.NotFound());
        }

        private void answered(DnsMessage.@Nullable Answer answer) {
            if (ended) {
                return;
            }
            if (answer == null || answer.verdict() == DnsMessage.Verdict.FAILED) {
                attempt++;
                if (attempt >= ROUNDS * servers.size()) {
                    failed = true;
                    attempt = 0;
                    candidate++;
                }
                ask();
                return;
            }
            String asked = candidates.get(candidate);
            if (answer.verdict() == DnsMessage.Verdict.ANSWERED) {
                DnsAnswer result = type == DnsMessage.TYPE_A
                        ? new DnsAnswer.Addresses(answer.addresses())
                        : new DnsAnswer.Name(answer.name());
                cache.put(asked, type, result, answer.seconds());
                end(result);
                return;
            }
            cache.put(asked, type, new DnsAnswer.NotFound(), answer.seconds());
            candidate++;
            attempt = 0;
            ask();
        }

        void cancel() {
            if (!ended) {
                ended = true;
                lookups--;
                if (exchange != null) {
                    exchange.cancel();
                }
            }
        }

        private void end(DnsAnswer answer) {
            ended = true;
            lookups--;
            listener.resolved(answer);
        }
    }
}
