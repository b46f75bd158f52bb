// SPDX-License-Identifier: MIT
package org.moneyrocket.rpc.http;

import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.nio.channels.ServerSocketChannel;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.moneyrocket.settings.IoText;
import org.moneyrocket.settings.memory.MemoryBudget;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Listens on any number of addresses and answers requests with a fixed number of platform threads.
 * One more thread reads and writes for all clients, so that nobody who is slow holds up a worker or
 * another client. A request that finds the queue full waits while the workers get on with what is
 * before it, and is refused when they do not: many quick calls at once are all answered, and who
 * comes while all workers are held up is told so. When there are too many clients, the one who has
 * been there longest without showing a password goes. IPv4 addresses get IPv4 sockets, so that the
 * table of listening sockets shows what was asked for.
 */
public final class HttpServer implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger("http");

  /** As many as the system allows: it lowers the number to its own limit. */
  private static final int BACKLOG = 1 << 16;

  private static final int MAX_CONNECTIONS = 4096;
  private static final int LEAST_CONNECTIONS = 256;

  /**
   * What the budget has to have for each connection: what a stranger can make us keep, and more.
   */
  private static final int CONNECTION_BYTES = 1 << 16;

  private static final long PATIENCE_NANOS = 30_000_000_000L;
  private static final long HURRY_MILLIS = 400;
  private static final long FLUSH_NANOS = 400_000_000L;
  private static final long END_MILLIS = 2000;

  private final HttpHandler handler;
  private final AddressFilter filter;
  private final long idleNanos;
  private final Workers workers;
  private final MemoryBudget.Account bodies;
  private final MemoryBudget.Account answers;
  private final int places;
  private final List<ServerSocketChannel> listening = new ArrayList<>();
  private @Nullable Thread thread;
  private volatile @Nullable HttpLoop loop;
  private volatile boolean stopping;
  private volatile boolean closing;

  /**
   * Makes a server; it listens nowhere yet.
   *
   * @param threads how many requests are worked on at the same time
   * @param queueDepth how many more may wait
   * @param idleSeconds after which a silent client is disconnected, 0 for never
   * @param bodies account for requests
   * @param answers account for answers
   */
  public HttpServer(
      HttpHandler handler,
      AddressFilter filter,
      int threads,
      int queueDepth,
      long idleSeconds,
      MemoryBudget.Account bodies,
      MemoryBudget.Account answers) {
    this.handler = handler;
    this.filter = filter;
    this.bodies = bodies;
    this.answers = answers;
    long most =
        Math.clamp(bodies.mostBytes() / CONNECTION_BYTES, LEAST_CONNECTIONS, MAX_CONNECTIONS);
    this.places = OpenFiles.share((int) most);
    long seconds = Math.clamp(idleSeconds, 0, Integer.MAX_VALUE);
    this.idleNanos = seconds == 0 ? Long.MAX_VALUE : seconds * 1_000_000_000L;
    this.workers = new Workers(threads, queueDepth, this::placeIsFree);
  }

  private void placeIsFree() {
    HttpLoop running = loop;
    if (running != null) {
      running.placeIsFree();
    }
  }

  /**
   * Opens a listening socket. Clients may connect from now on, but are served only after {@link
   * #start}.
   *
   * @throws IOException when the address is taken or not ours
   */
  public InetSocketAddress bind(InetAddress address, int port) throws IOException {
    boolean v4 = address instanceof Inet4Address;
    ServerSocketChannel channel;
    try {
      channel =
          ServerSocketChannel.open(v4 ? StandardProtocolFamily.INET : StandardProtocolFamily.INET6);
    } catch (UnsupportedOperationException e) {
      throw new IOException((v4 ? "IPv4" : "IPv6") + " is not available", e);
    }
    try {
      channel.setOption(StandardSocketOptions.SO_REUSEADDR, true);
      channel.bind(new InetSocketAddress(address, port), BACKLOG);
      listening.add(channel);
      return (InetSocketAddress) channel.getLocalAddress();
    } catch (IOException e) {
      channel.close();
      throw e;
    }
  }

  /**
   * Begins to serve.
   *
   * @throws IOException when the system gives no selector
   */
  public void start() throws IOException {
    HttpLoop begun = new HttpLoop(this, filter, places, listening);
    loop = begun;
    thread = Thread.ofPlatform().name("http").daemon(true).start(begun);
  }

  /** Decides what becomes of a request, from its head. */
  Admission admit(HttpHead head) {
    if (stopping) {
      return refused(HttpReply.UNAVAILABLE, "Request rejected during server shutdown");
    }
    if (!isKnown(head.method())) {
      return refused(HttpReply.BAD_METHOD, "");
    }
    try {
      return handler.admit(head);
    } catch (RuntimeException | Error e) {
      warn(head, e);
      return refused(HttpReply.INTERNAL_ERROR, "");
    }
  }

  private static Admission refused(int status, String text) {
    return new Admission.Refused(HttpReply.error(status, text), 0);
  }

  private static boolean isKnown(String method) {
    return switch (method) {
      case "GET", "POST", "HEAD", "PUT" -> true;
      default -> false;
    };
  }

  /** Answers a request, on a worker. */
  void answer(HttpRequest request, HttpAnswer answer) throws IOException {
    try {
      handler.handle(request, answer);
    } catch (RuntimeException | Error e) {
      warn(request.head(), e);
    }
    if (!answer.isComplete() && answer.takeBack()) {
      answer.send(HttpReply.error(HttpReply.INTERNAL_ERROR, ""));
    }
  }

  private static void warn(HttpHead head, Throwable e) {
    log.warn(
        "Unexpected error while processing request for '{}'. Error msg: '{}'",
        head.target(),
        e.toString(),
        e);
  }

  Workers workers() {
    return workers;
  }

  MemoryBudget.Account bodies() {
    return bodies;
  }

  MemoryBudget.Account answers() {
    return answers;
  }

  long idleNanos() {
    return idleNanos;
  }

  /** Returns how long a client may take for each piece of an answer. */
  long patienceNanos() {
    return Math.min(PATIENCE_NANOS, idleNanos);
  }

  boolean isStopping() {
    return stopping;
  }

  /** Tells whether nobody is waited for any more. */
  boolean isClosing() {
    return closing;
  }

  /** Refuses new requests from now on; those that are being worked on go on. */
  public void beginStop() {
    stopping = true;
  }

  /**
   * Waits a while for running requests, but hardly for clients, then closes everything.
   *
   * @param seconds how long requests may run
   */
  public void stop(long seconds) {
    beginStop();
    HttpLoop running = loop;
    if (running == null) {
      workers.stop(0);
      closeListening();
      return;
    }
    running.closeIdle();
    Thread hurry =
        Thread.ofPlatform().name("http-hurry").daemon(true).start(() -> hurryLater(running));
    if (!workers.stop(seconds)) {
      log.warn("Timeout waiting for HTTP clients to disconnect gracefully, continuing shutdown");
    }
    closing = true;
    hurry.interrupt();
    running.end(FLUSH_NANOS);
    awaitEnd();
    log.debug("Stopped HTTP server");
  }

  private static void hurryLater(HttpLoop loop) {
    try {
      Thread.sleep(HURRY_MILLIS);
      loop.hurry();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // all workers are done
    }
  }

  private void awaitEnd() {
    Thread running = thread;
    if (running != null) {
      try {
        running.join(END_MILLIS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
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

  @Override
  public void close() {
    stop(30);
  }
}
