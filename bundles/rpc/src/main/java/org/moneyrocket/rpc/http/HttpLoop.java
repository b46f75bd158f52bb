// SPDX-License-Identifier: MIT
package org.moneyrocket.rpc.http;

import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.CancelledKeyException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.moneyrocket.settings.IoText;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one thread that accepts clients, reads their requests and writes what they did not take at
 * once. It waits for nobody, and everybody has a bounded turn.
 */
final class HttpLoop implements Runnable {
  static final int WINDOW_BYTES = 1 << 16;

  private static final Logger log = LoggerFactory.getLogger("http");
  private static final int TURN_ACCEPTS = 64;
  private static final long PAUSE_MILLIS = 50;
  private static final long LEAST_SWEEP_NANOS = 5_000_000L;

  /** Something that fails as sockets do. */
  interface Step {
    void run() throws IOException;
  }

  /** The buffer that all input passes through; wiped after each turn. */
  static final class Window {
    private final ByteBuffer direct = ByteBuffer.allocateDirect(WINDOW_BYTES);
    private final byte[] bytes = new byte[WINDOW_BYTES];
    private final byte[] zeros = new byte[WINDOW_BYTES];
    private int filled;

    int read(SocketChannel channel, int most) throws IOException {
      direct.clear().limit(Math.min(most, WINDOW_BYTES));
      int read = channel.read(direct);
      filled = Math.max(filled, Math.max(0, read));
      direct.flip().get(bytes, 0, Math.max(0, read));
      return read;
    }

    byte[] bytes() {
      return bytes;
    }

    void wipe() {
      Arrays.fill(bytes, 0, filled, (byte) 0);
      direct.clear().put(zeros, 0, filled);
      filled = 0;
    }
  }

  private final HttpServer server;
  private final AddressFilter filter;
  private final int places;
  private final Selector selector;
  private final List<ServerSocketChannel> listening;
  private final Window window = new Window();

  /** All clients, and those of them who have not shown a password, the oldest first. */
  private final Set<HttpConnection> connections = new LinkedHashSet<>();

  private final Set<HttpConnection> strangers = new LinkedHashSet<>();

  /** Clients whose input is put off until the others have had their turn. */
  private ArrayDeque<HttpConnection> ready = new ArrayDeque<>();

  /** Clients whose requests wait for a place among those who wait for workers. */
  private final ArrayDeque<HttpConnection> queued = new ArrayDeque<>();

  private final ConcurrentLinkedQueue<Runnable> posted = new ConcurrentLinkedQueue<>();
  private final AtomicBoolean awake = new AtomicBoolean();
  private volatile @Nullable Thread thread;
  private long sweepNanos = Long.MAX_VALUE;
  private long acceptAgainNanos = Long.MAX_VALUE;
  private boolean accepts = true;
  private volatile boolean hasQueued;
  private volatile boolean ends;
  private long endNanos = Long.MAX_VALUE;

  HttpLoop(HttpServer server, AddressFilter filter, int places, List<ServerSocketChannel> listening)
      throws IOException {
    this.server = server;
    this.filter = filter;
    this.places = places;
    this.listening = List.copyOf(listening);
    this.selector = Selector.open();
    for (ServerSocketChannel channel : listening) {
      channel.configureBlocking(false);
      channel.register(selector, SelectionKey.OP_ACCEPT);
    }
  }

  /** Has the loop's thread do something soon. From any thread. */
  void post(Runnable task) {
    posted.add(task);
    if (Thread.currentThread() != thread && awake.compareAndSet(false, true)) {
      selector.wakeup();
    }
  }

  @Override
  public void run() {
    thread = Thread.currentThread();
    try {
      while (!ends || (!connections.isEmpty() && System.nanoTime() < endNanos)) {
        turn();
      }
    } finally {
      List.copyOf(connections).forEach(HttpConnection::close);
      closeListening();
      try {
        selector.close();
      } catch (IOException e) {
        log.debug("Closing the selector failed: {}", IoText.reason(e));
      }
    }
  }

  private void turn() {
    try {
      select();
      awake.set(false);
      for (Runnable task = posted.poll(); task != null; task = posted.poll()) {
        task.run();
      }
      for (SelectionKey key : selector.selectedKeys()) {
        handle(key);
      }
      selector.selectedKeys().clear();
      resumeReady();
      placeQueued();
      sweep();
    } catch (IOException | RuntimeException | Error e) {
      // Whatever it is, everybody else is to be served on.
      log.error("The thread of the HTTP server stumbled", e);
      selector.selectedKeys().clear();
      pause();
    }
  }

  private static void pause() {
    try {
      Thread.sleep(PAUSE_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void select() throws IOException {
    if (!ready.isEmpty() || !posted.isEmpty()) {
      selector.selectNow();
      return;
    }
    long next = Math.min(Math.min(sweepNanos, acceptAgainNanos), endNanos);
    if (next == Long.MAX_VALUE) {
      selector.select();
      return;
    }
    long millis = (next - System.nanoTime()) / 1_000_000 + 1;
    if (millis > 0) {
      selector.select(millis);
    } else {
      selector.selectNow();
    }
  }

  private void handle(SelectionKey key) {
    if (key.attachment() instanceof HttpConnection connection) {
      guarded(
          connection,
          () -> {
            if (key.isValid() && key.isWritable()) {
              connection.writable();
            }
            if (key.isValid() && key.isReadable()) {
              try {
                connection.readable(window);
              } finally {
                window.wipe();
              }
            }
          });
    } else if (key.isValid() && key.channel() instanceof ServerSocketChannel channel) {
      accept(channel);
    }
  }

  /** Does something for a client; whatever goes wrong concerns that client only. */
  void guarded(HttpConnection connection, Step step) {
    try {
      step.run();
    } catch (CancelledKeyException e) {
      connection.close();
    } catch (IOException e) {
      log.debug("Connection of HTTP client {} is gone: {}", connection.peer(), e.toString());
      connection.close();
    } catch (RuntimeException | Error e) {
      log.warn("HTTP client {} is disconnected", connection.peer(), e);
      connection.close();
    }
  }

  private void accept(ServerSocketChannel listener) {
    for (int i = 0; i < TURN_ACCEPTS; i++) {
      if (connections.size() >= places && !strangers.isEmpty()) {
        HttpConnection oldest = strangers.iterator().next();
        log.debug("HTTP client {} makes room for another", oldest.peer());
        oldest.close();
      }
      if (connections.size() >= places) {
        setAccepting(false);
        return;
      }
      try {
        SocketChannel client = listener.accept();
        if (client == null) {
          return;
        }
        welcome(client);
      } catch (IOException | RuntimeException | Error e) {
        // Too many open files, or a client that is gone already: the next may be luckier.
        log.debug("Cannot accept new connection: {}", e.toString());
        setAccepting(false);
        acceptAgainNanos = System.nanoTime() + PAUSE_MILLIS * 1_000_000;
        return;
      }
    }
  }

  private void welcome(SocketChannel client) throws IOException {
    boolean served = false;
    try {
      InetSocketAddress address = (InetSocketAddress) client.getRemoteAddress();
      String peer = show(address);
      if (!filter.allows(address.getAddress())) {
        log.debug("Connection from {} rejected: Client network is not allowed HTTP access", peer);
        return;
      }
      if (server.isStopping()) {
        log.debug("Connection from {} dropped", peer);
        return;
      }
      client.configureBlocking(false);
      client.setOption(StandardSocketOptions.TCP_NODELAY, true);
      HttpConnection connection = new HttpConnection(this, server, client, peer);
      SelectionKey key = client.register(selector, SelectionKey.OP_READ, connection);
      connections.add(connection);
      strangers.add(connection);
      connection.begin(key);
      served = true;
      log.debug("HTTP Connection accepted from {}", peer);
    } finally {
      if (!served) {
        client.close();
      }
    }
  }

  private static String show(InetSocketAddress address) {
    String host = address.getAddress().getHostAddress();
    return address.getAddress() instanceof Inet4Address
        ? host + ":" + address.getPort()
        : "[" + host + "]:" + address.getPort();
  }

  private void setAccepting(boolean wanted) {
    if (accepts != wanted) {
      accepts = wanted;
      for (ServerSocketChannel channel : listening) {
        SelectionKey key = channel.keyFor(selector);
        if (key != null && key.isValid()) {
          key.interestOps(wanted ? SelectionKey.OP_ACCEPT : 0);
        }
      }
    }
  }

  private void resumeReady() {
    if (ready.isEmpty()) {
      return;
    }
    ArrayDeque<HttpConnection> now = ready;
    ready = new ArrayDeque<>();
    for (HttpConnection connection : now) {
      guarded(connection, connection::resume);
    }
  }

  private void placeQueued() {
    boolean places = true;
    while (places && !queued.isEmpty()) {
      HttpConnection first = queued.peek();
      boolean[] placed = {true};
      guarded(first, () -> placed[0] = first.tryPlace());
      places = placed[0];
      if (places) {
        queued.remove();
      }
    }
    hasQueued = !queued.isEmpty();
  }

  /** Calls those whose deadline has come. */
  private void sweep() {
    long now = System.nanoTime();
    if (now >= acceptAgainNanos) {
      acceptAgainNanos = Long.MAX_VALUE;
      setAccepting(true);
    }
    if (now < sweepNanos) {
      return;
    }
    sweepNanos = Long.MAX_VALUE;
    List<HttpConnection> late = new ArrayList<>();
    for (HttpConnection connection : connections) {
      if (connection.deadlineNanos() <= now) {
        late.add(connection);
      }
    }
    for (HttpConnection connection : late) {
      guarded(connection, () -> connection.timeOut(now));
    }
    for (HttpConnection connection : connections) {
      lookAt(connection.deadlineNanos());
    }
    sweepNanos = Math.max(sweepNanos, now + LEAST_SWEEP_NANOS);
  }

  /** Says that a client has a deadline then. */
  void lookAt(long deadlineNanos) {
    sweepNanos = Math.min(sweepNanos, deadlineNanos);
  }

  /** Goes on with a client's input after the others had their turn. */
  void makeReady(HttpConnection connection) {
    ready.add(connection);
  }

  /** Tells a client when there may be a place for its request. */
  void awaitPlace(HttpConnection connection) {
    queued.add(connection);
    hasQueued = true;
  }

  /** A worker has taken up a request. From any thread. */
  void placeIsFree() {
    if (hasQueued) {
      post(() -> {});
    }
  }

  void isKnown(HttpConnection connection) {
    strangers.remove(connection);
  }

  void forget(HttpConnection connection) {
    if (connections.remove(connection)) {
      strangers.remove(connection);
      if (acceptAgainNanos == Long.MAX_VALUE) {
        setAccepting(true);
      }
    }
  }

  /** Accepts nobody any more and closes what is idle. From any thread. */
  void closeIdle() {
    post(
        () -> {
          closeListening();
          for (HttpConnection connection : List.copyOf(connections)) {
            guarded(connection, connection::closeIfIdle);
          }
        });
  }

  /** Lets nobody wait for a client any more. From any thread. */
  void hurry() {
    post(() -> connections.forEach(HttpConnection::hurry));
  }

  /** Ends when all answers have been taken, at the latest after a while. From any thread. */
  void end(long nanos) {
    post(
        () -> {
          endNanos = System.nanoTime() + nanos;
          ends = true;
        });
  }

  private void closeListening() {
    for (ServerSocketChannel channel : listening) {
      try {
        channel.close();
      } catch (IOException e) {
        log.debug("Closing a listening socket failed: {}", IoText.reason(e));
      }
    }
  }
}
