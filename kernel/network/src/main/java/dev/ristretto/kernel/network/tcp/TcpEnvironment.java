package dev.ristretto.kernel.network.tcp;

import dev.ristretto.kernel.network.buffer.ChunkPool;
import dev.ristretto.kernel.network.ip.IpLayer;
import dev.ristretto.kernel.network.socket.StackLock;
import dev.ristretto.kernel.network.statistics.NetworkCounters;
import dev.ristretto.kernel.network.time.TimerQueue;
import java.util.random.RandomGenerator;

/** What TCP is given by the stack that it is a part of. */
record TcpEnvironment(
        IpLayer ip,
        TimerQueue timers,
        ChunkPool chunks,
        RandomGenerator random,
        TcpLimits limits,
        StackLock lock,
        NetworkCounters counters,
        MemoryGuard memory) {}
