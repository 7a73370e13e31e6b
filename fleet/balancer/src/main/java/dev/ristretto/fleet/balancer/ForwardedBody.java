package dev.ristretto.fleet.balancer;

import org.eclipse.jetty.client.ContentSourceRequestContent;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content.Chunk;
import org.eclipse.jetty.server.Request;
import org.jspecify.annotations.Nullable;

/**
 * A client's body on its way to an instance. As long as nothing of it was read, a failure to send it is no failure to
 * receive it.
 */
final class ForwardedBody extends ContentSourceRequestContent {

    private final Forwarding forwarding;

    ForwardedBody(Request request, Forwarding forwarding) {
        super(request, request.getHeaders().get(HttpHeader.CONTENT_TYPE));
        this.forwarding = forwarding;
    }

    @Override
    public @Nullable Chunk read() {
        Chunk chunk = super.read();
        if (chunk != null) {
            forwarding.beginBody();
        }
        return chunk;
    }

    @Override
    public void demand(Runnable available) {
        forwarding.client.awaitBody();
        super.demand(() -> {
            forwarding.client.bodyCame();
            available.run();
        });
    }

    @Override
    public void fail(Throwable failure) {
        if (forwarding.hasBegunBody()) {
            super.fail(failure);
        }
    }
}
