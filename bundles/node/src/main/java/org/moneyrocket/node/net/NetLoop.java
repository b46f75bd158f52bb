// SPDX-License-Identifier: MIT
package org.moneyrocket.node.net;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.CancelledKeyException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one thread ({@code net}) that reads and writes all connections to peers. Each has its turn of
 * a bounded size, so that nobody who sends or takes without end keeps the others waiting, and no
 * thread or carrier of a virtual thread is anybody's alone.
 */
public final class NetLoop implements AutoCloseable {
  /** Most bytes that are read in one turn. */
  static final int READ_TURN = 64 * 1024;

  private static final long RETRY_MILLIS = 20;
  private static final long SWEEP_NANOS = 1_000_000_000L;

  /** For how long a connection may hold memory and do nothing while others have none. */
  private static final long IDLE_NANOS = 30 * SWEEP_NANOS;

  private static final Logger log = LoggerFactory.getLogger("net");

  private final LongSupplier nanoClock;
  private final Selector selector;
  private final ByteBuffer buffer = ByteBuffer.allocateDirect(READ_TURN);

  /** Connections to look at, each once; filled by every thread. */
  private final Queue<PeerSocket> looks = new ConcurrentLinkedQueue<>();

  private final Set<PeerSocket> toLookAt = ConcurrentHashMap.newKeySet();
  private final Queue<Arrival> arrivals = new ConcurrentLinkedQueue<>();

  // Of the net thread alone.
  private final Map<PeerSocket, SelectionKey> keys = new HashMap<>();
  private final Map<PeerSocket, Progress> progresses = new HashMap<>();
  private final Set<PeerSocket> waiting = new LinkedHashSet<>();
  private long lastSweepNanos;

  private volatile boolean stopping;
  private @Nullable Thread thread;

  private record Arrival(PeerSocket socket, SelectableChannel channel) {}

  /** What {@link PeerSocket#progress} was, and since when. */
  private record Progress(long progress, long sinceNanos) {}

  private NetLoop(Selector selector, LongSupplier nanoClock) {
    this.nanoClock = nanoClock;
    this.selector = selector;
    this.lastSweepNanos = nanoClock.getAsLong();
  }

  /**
   * Makes one that is not started.
   *
   * @param nanoClock a clock that only goes forward
   */
  public static NetLoop open(LongSupplier nanoClock) {
    try {
      return new NetLoop(Selector.open(), nanoClock);
    } catch (IOException e) {
      throw new UncheckedIOException("the system has no descriptors left for peers", e);
    }
  }

  public void start() {
    thread = Thread.ofPlatform().name("net").start(this::run);
  }

  /** Reads and writes {@code socket} from now on, until it is closed. */
  public void add(PeerSocket socket, SelectableChannel channel) {
    arrivals.add(new Arrival(socket, channel));
    selector.wakeup();
  }

  private void look(PeerSocket socket) {
    if (toLookAt.add(socket)) {
      looks.add(socket);
      if (Thread.currentThread() != thread) {
        selector.wakeup();
      }
    }
  }

  /** Ends the thread and waits for it. Connections that are open stay so. */
  @Override
  public void close() {
    stopping = true;
    selector.wakeup();
    Thread running = thread;
    try {
      if (running != null) {
        running.join();
      }
      selector.close();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (IOException e) {
      log.debug("closing the selector: {}", e.getMessage());
    }
  }

  private void run() {
    log.info("net thread start");
    while (!stopping) {
      try {
        selector.select(this::take, waiting.isEmpty() ? 1000 : RETRY_MILLIS);
      } catch (IOException e) {
        // Its own descriptors were made at the start: nothing that a peer does gets here.
        log.error("waiting for peers failed: {}", e.getMessage());
      }
      for (Arrival a = arrivals.poll(); a != null; a = arrivals.poll()) {
        register(a);
      }
      for (PeerSocket s = looks.poll(); s != null; s = looks.poll()) {
        toLookAt.remove(s);
        turn(s, false);
      }
      retry();
      sweep();
    }
    log.info("net thread exit");
  }

  private void take(SelectionKey key) {
    if (key.attachment() instanceof PeerSocket socket) {
      turn(socket, isReadable(key));
    }
  }

  private static boolean isReadable(SelectionKey key) {
    try {
      return key.isReadable();
    } catch (CancelledKeyException e) {
      return false; // Another thread has closed the connection.
    }
  }

  private void register(Arrival arrival) {
    PeerSocket socket = arrival.socket();
    try {
      arrival.channel().configureBlocking(false);
      keys.put(socket, arrival.channel().register(selector, SelectionKey.OP_READ, socket));
      socket.watchedBy(this::look);
      turn(socket, false);
    } catch (IOException | CancelledKeyException e) {
      log.debug("peer={} has gone before it was read: {}", socket.id(), e.toString());
      end(socket);
    }
  }

  /** Lets one connection write, and read if there is something. */
  private void turn(PeerSocket socket, boolean readable) {
    SelectionKey key = keys.get(socket);
    if (key == null || socket.isClosed()) {
      end(socket);
      return;
    }
    boolean sending = true;
    try {
      if (socket.wantsToWrite()) {
        socket.write(buffer);
      }
      sending = false;
      socket.resume();
      if (readable && !socket.read(buffer)) {
        log.debug("socket closed, disconnecting peer={}", socket.id());
        end(socket);
        return;
      }
      watch(socket, key);
    } catch (FrameException e) {
      log.debug("{}", e.getMessage());
      end(socket);
    } catch (CancelledKeyException | ClosedChannelException e) {
      end(socket); // Another thread was faster.
    } catch (IOException e) {
      log.debug(
          "socket {} error, disconnecting peer={}: {}",
          sending ? "send" : "recv",
          socket.id(),
          e.getMessage());
      end(socket);
    } catch (RuntimeException e) {
      // A bug that one peer has found costs that peer, not the others.
      log.error("reading or writing peer={} failed", socket.id(), e);
      end(socket);
    }
  }

  /** Says what to wait for. */
  private void watch(PeerSocket socket, SelectionKey key) {
    int wanted =
        (socket.wantsToRead(READ_TURN) ? SelectionKey.OP_READ : 0)
            | (socket.wantsToWrite() ? SelectionKey.OP_WRITE : 0);
    if (key.interestOps() != wanted) {
      key.interestOps(wanted);
    }
    if (socket.isShort(READ_TURN)) {
      waiting.add(socket);
    } else {
      waiting.remove(socket);
    }
  }

  private void end(PeerSocket socket) {
    socket.close();
    waiting.remove(socket);
    progresses.remove(socket);
    SelectionKey key = keys.remove(socket);
    if (key != null) {
      key.cancel();
    }
  }

  /** Looks whether there is memory for those who wait for it; who holds least comes first. */
  private void retry() {
    if (waiting.isEmpty()) {
      return;
    }
    List<PeerSocket> all = new ArrayList<>(waiting);
    Map<PeerSocket, Long> held = new HashMap<>();
    all.forEach(socket -> held.put(socket, socket.heldBytes()));
    all.sort(Comparator.comparing(held::get));
    all.forEach(socket -> turn(socket, false));
  }

  /**
   * While somebody waits for memory, ends the connection that holds most of all those that have
   * neither sent nor been served for long: what they hold would never be free again.
   */
  private void sweep() {
    long now = nanoClock.getAsLong();
    if (now - lastSweepNanos < SWEEP_NANOS) {
      return;
    }
    lastSweepNanos = now;
    PeerSocket worst = null;
    for (PeerSocket socket : keys.keySet()) {
      long progress = socket.progress();
      Progress seen = progresses.get(socket);
      if (seen == null || seen.progress() != progress) {
        progresses.put(socket, new Progress(progress, now));
      } else if (now - seen.sinceNanos() > IDLE_NANOS
          && !socket.isExempt()
          && socket.heldBytes() > Intake.OWN_BYTES
          && (worst == null || socket.heldBytes() > worst.heldBytes())) {
        worst = socket;
      }
    }
    if (worst != null && !waiting.isEmpty()) {
      log.debug("holds memory that others wait for, disconnecting peer={}", worst.id());
      end(worst);
    }
  }
}
