package dev.ristretto.fleet.daemon.http;

import dev.ristretto.fleet.daemon.limit.ApiAdmission;
import dev.ristretto.fleet.daemon.limit.ApiBudget;
import dev.ristretto.fleet.daemon.limit.FieldLimitedHttp;
import dev.ristretto.fleet.daemon.limit.PausingExecutor;
import dev.ristretto.fleet.daemon.limit.PeerConnection;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.NetworkConnectionLimit;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.unixdomain.server.UnixDomainServerConnector;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.eclipse.jetty.util.thread.ThreadPool;
import org.eclipse.jetty.util.thread.VirtualThreadPool;
import org.jspecify.annotations.Nullable;

/**
 * Serves HTTP/1.1 on a Unix socket that only the user may connect to, and over TCP where that was asked for. Both ways
 * in have threads, connections and a budget of their own, so that no stranger keeps the owner out: all virtual threads
 * take turns on a few, one for each processor, so the owner's requests have threads of Linux instead.
 */
public final class ApiServer implements AutoCloseable {

    /**
     * Who connects while so many wait already is refused by Linux; scripts that start a hundred commands at once must
     * not be.
     */
    private static final int BACKLOG = 1024;

    /** Acceptors and selectors need a thread each, besides one for each connection at most. */
    private static final int MORE_TASKS = 16;

    /** No more connections are accepted while there are so many times the tasks that may run at once. */
    private static final int MOST_TASKS = 3;

    private final Path socket;
    private final Server owner;
    private final ApiAdmission ownerAdmission;
    private final Server network;
    private final ApiAdmission networkAdmission;
    private final NetworkListener listener;

    /**
     * A server that does not listen yet.
     *
     * @param ownerBudget for the Unix socket
     * @param networkBudget for all ways in over TCP together
     */
    public ApiServer(Path socket, ApiBudget ownerBudget, ApiBudget networkBudget) {
        this.socket = socket;
        owner = server(new QueuedThreadPool(ownerBudget.connections() + MORE_TASKS));
        ownerAdmission = new ApiAdmission(ownerBudget);
        VirtualThreadPool threads = new VirtualThreadPool(networkBudget.connections() + MORE_TASKS);
        network = server(threads);
        networkAdmission = new ApiAdmission(networkBudget);
        listener = new NetworkListener(network, networkBudget);
        threads.setVirtualThreadsExecutor(
                new PausingExecutor(MOST_TASKS * threads.getMaxConcurrentTasks(), listener::setAccepting));
        HttpConfiguration configuration = new HttpConfiguration();
        configuration.setSendServerVersion(false);
        UnixDomainServerConnector connector =
                new UnixDomainServerConnector(owner, 1, 1, new FieldLimitedHttp(configuration));
        connector.setUnixDomainPath(socket);
        connector.setAcceptQueueSize(BACKLOG);
        // While a request is being answered, this is about answers that are not taken; it may take longer than that to
        // find them.
        connector.setIdleTimeout(ownerBudget.patience().toMillis());
        connector.addBean(new NetworkConnectionLimit(ownerBudget.connections(), connector));
        owner.addConnector(connector);
    }

    private static Server server(ThreadPool threads) {
        Server server = new Server(threads);
        server.setErrorHandler(ApiServer::refuse);
        return server;
    }

    /** The ways in over TCP. */
    public NetworkListener listener() {
        return listener;
    }

    /** Answers a request. */
    public interface Answering {
        void answer(Request request, Exchange exchange) throws IOException;
    }

    /** Listens; a socket that an earlier daemon has left is replaced. */
    public void start(Answering answering) throws Exception {
        owner.setHandler(handler(answering, ownerAdmission));
        network.setHandler(handler(answering, networkAdmission));
        Files.deleteIfExists(socket);
        network.start();
        owner.start();
        Files.setPosixFilePermissions(socket, PosixFilePermissions.fromString("rw-------"));
    }

    private static Handler handler(Answering answering, ApiAdmission admission) {
        return new Handler.Abstract() {
            @Override
            public boolean handle(Request request, Response response, Callback callback) {
                PeerConnection peer = PeerConnection.of(request);
                if (peer != null) {
                    peer.beginRequest();
                    Request.addCompletionListener(request, (@Nullable Throwable failure) -> peer.endRequest());
                }
                try {
                    answering.answer(request, new Exchange(request, response, admission));
                    callback.succeeded();
                } catch (IOException e) {
                    callback.failed(new ClientGoneException(e));
                }
                return true;
            }
        };
    }

    @Override
    public void close() throws Exception {
        try {
            network.stop();
        } finally {
            owner.stop();
        }
        Files.deleteIfExists(socket);
    }

    /** What Jetty itself refuses, before any of our code is asked. */
    private static boolean refuse(Request request, Response response, Callback callback) {
        String reason = String.valueOf(request.getAttribute(ErrorHandler.ERROR_MESSAGE));
        try {
            new Exchange(request, response, null)
                    .answerProblem(response.getStatus(), "The request is refused: " + reason);
            callback.succeeded();
        } catch (IOException e) {
            callback.failed(e);
        }
        return true;
    }
}
