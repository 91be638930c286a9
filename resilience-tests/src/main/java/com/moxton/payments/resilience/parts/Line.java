package com.moxton.payments.resilience.parts;

import com.moxton.payments.local.LocalPort;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * A TCP proxy on loopback between a service and what it needs. Untouched it passes every byte at once. It can refuse
 * connections, stall (they are open and nothing passes), be slow, and cut off what is under way.
 */
public final class Line implements AutoCloseable {

    private static final int CHUNK = 16 * 1024;
    private static final int CONNECT_TIMEOUT_MS = 2_000;

    private final int port;
    private final int target;
    private final ExecutorService pumps = Executors.newVirtualThreadPerTaskExecutor();
    private final Set<Pair> pairs = ConcurrentHashMap.newKeySet();
    private final AtomicInteger cutInAnswers = new AtomicInteger();
    private final Object gate = new Object();
    private boolean stalled;
    private volatile long delayNanos;
    private volatile int bytesUntilCut;
    private @Nullable ServerSocket listener;

    private Line(int port, int target) throws IOException {
        this.port = port;
        this.target = target;
        listen();
    }

    /** @param target the port on loopback that it leads to; nobody needs to listen there yet */
    public static Line to(int target) throws IOException {
        return new Line(LocalPort.free("proxy").claim(), target);
    }

    public int port() {
        return port;
    }

    private synchronized void listen() throws IOException {
        if (listener == null) {
            ServerSocket socket = new ServerSocket();
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(LocalPort.loopback(), port), 512);
            listener = socket;
            Thread.ofPlatform().daemon().name("line-" + port).start(() -> accept(socket));
        }
    }

    private void accept(ServerSocket socket) {
        while (!socket.isClosed()) {
            try {
                Socket client = socket.accept();
                pumps.execute(() -> connect(client));
            } catch (IOException e) {
                // Closed: it refuses now. Whatever else ended accept() shows as connections that nobody takes.
                return;
            }
        }
    }

    private void connect(Socket client) {
        Socket server = new Socket();
        try {
            server.connect(new InetSocketAddress(LocalPort.loopback(), target), CONNECT_TIMEOUT_MS);
            client.setTcpNoDelay(true);
            server.setTcpNoDelay(true);
        } catch (IOException e) {
            reset(client);
            reset(server);
            return;
        }
        Pair pair = new Pair(client, server);
        pairs.add(pair);
        pumps.execute(() -> pump(pair, client, server, false));
        pump(pair, server, client, true);
    }

    private void pump(Pair pair, Socket from, Socket to, boolean answers) {
        byte[] chunk = new byte[CHUNK];
        int passed = 0;
        try {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            for (int length = in.read(chunk); length >= 0; length = in.read(chunk)) {
                awaitGate(pair);
                long delay = delayNanos;
                if (delay > 0) {
                    LockSupport.parkNanos(delay);
                }
                int limit = bytesUntilCut;
                passed += length;
                if (answers && limit > 0 && passed > limit) {
                    // In mid-answer: a part of it has arrived.
                    out.write(chunk, 0, Math.max(1, length / 2));
                    cutInAnswers.incrementAndGet();
                    pair.cut();
                    return;
                }
                out.write(chunk, 0, length);
            }
        } catch (IOException e) {
            // Either side has gone, and the other one is told below.
            pair.cut();
        } finally {
            pair.end();
            pairs.remove(pair);
        }
    }

    private void awaitGate(Pair pair) throws IOException {
        synchronized (gate) {
            while (stalled) {
                if (pair.client().isClosed()) {
                    throw new IOException("Cut off while it was stalled");
                }
                try {
                    gate.wait();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                    throw new IOException(e);
                }
            }
        }
    }

    /** Nobody answers: connections under way are cut off and new ones refused. */
    public synchronized void refuse() {
        try {
            if (listener != null) {
                listener.close();
                listener = null;
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        cut();
    }

    /** Connections are taken, and not a byte passes either way. */
    public void stall() {
        synchronized (gate) {
            stalled = true;
        }
    }

    /** Each packet takes so much longer, either way. */
    public void slow(Duration delay) {
        delayNanos = delay.toNanos();
    }

    /** Each connection breaks in the middle of an answer, when it has carried about so many bytes of answers. */
    public void cutAfter(int bytes) {
        bytesUntilCut = bytes;
    }

    /** How many connections have broken in the middle of an answer since the start. */
    public int cutInAnswers() {
        return cutInAnswers.get();
    }

    /** Cuts off what is under way, now. New connections are taken. */
    public void cut() {
        pairs.forEach(Pair::cut);
        synchronized (gate) {
            gate.notifyAll();
        }
    }

    /** All as at the start. Connections that were stalled go on where they were. */
    public void heal() throws IOException {
        synchronized (gate) {
            stalled = false;
            gate.notifyAll();
        }
        delayNanos = 0;
        bytesUntilCut = 0;
        listen();
    }

    @Override
    public void close() {
        refuse();
        pumps.shutdownNow();
    }

    private static void reset(Socket socket) {
        try {
            if (!socket.isClosed()) {
                socket.setSoLinger(true, 0);
            }
            socket.close();
        } catch (IOException e) {
            // It was gone before.
            return;
        }
    }

    private record Pair(Socket client, Socket server) {

        /** As a broken network does: with a reset. */
        void cut() {
            reset(client);
            reset(server);
        }

        /** In order. */
        void end() {
            try {
                client.close();
                server.close();
            } catch (IOException e) {
                cut();
            }
        }
    }
}
