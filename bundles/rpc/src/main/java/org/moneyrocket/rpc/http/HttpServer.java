// SPDX-License-Identifier: MIT
package org.moneyrocket.rpc.http;

import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.moneyrocket.settings.IoText;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Listens on any number of addresses and answers requests with a fixed number of platform threads.
 * A request that finds the queue full waits while the workers get on with what is before it, and is
 * refused when they do not: many quick calls at once are all answered, and who comes while all
 * workers are held up is told so. Clients beyond the number that is served at a time wait to be
 * accepted. IPv4 addresses get IPv4 sockets, so that the table of listening sockets shows what was
 * asked for.
 */
public final class HttpServer implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger("http");

  /** As many as the system allows: it lowers the number to its own limit. */
  private static final int BACKLOG = 1 << 16;

  private static final int MAX_CONNECTIONS = 4096;

  /** How long no worker may have taken up a request before those outside the queue are refused. */
  private static final long STANDSTILL_NANOS = 400_000_000L;

  private static final long MAX_WAIT_NANOS = 30_000_000_000L;

  private final HttpHandler handler;
  private final AddressFilter filter;
  private final int idleMillis;
  private final ThreadPoolExecutor workers;
  private final List<ServerSocketChannel> listening = new ArrayList<>();
  private final Set<HttpConnection> connections = ConcurrentHashMap.newKeySet();

  /** Places for connections: few enough to leave files for everything else. */
  private final Semaphore places = new Semaphore(OpenFiles.share(MAX_CONNECTIONS));

  /** Places for requests that no worker has taken up yet. */
  private final Semaphore queue;

  /** Requests that workers are busy with. */
  private final AtomicInteger working = new AtomicInteger();

  private final int threads;
  private volatile long lastTakenUp = System.nanoTime();
  private volatile boolean stopping;

  /**
   * Makes a server; it listens nowhere yet.
   *
   * @param threads how many requests are worked on at the same time
   * @param queueDepth how many more may wait
   * @param idleSeconds after which a silent client is disconnected, 0 for never
   */
  public HttpServer(
      HttpHandler handler, AddressFilter filter, int threads, int queueDepth, long idleSeconds) {
    this.handler = handler;
    this.filter = filter;
    this.threads = threads;
    this.queue = new Semaphore(queueDepth, true);
    this.idleMillis = Math.clamp(idleSeconds * 1000, 0, Integer.MAX_VALUE);
    this.workers =
        new ThreadPoolExecutor(
            threads, threads, 0, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), workerNames());
  }

  private static ThreadFactory workerNames() {
    AtomicInteger number = new AtomicInteger();
    return task ->
        Thread.ofPlatform()
            .name("httpworker." + number.getAndIncrement())
            .daemon(true)
            .unstarted(task);
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

  /** Begins to serve. */
  public void start() {
    for (ServerSocketChannel channel : listening) {
      Thread.ofPlatform().name("http").daemon(true).start(() -> accept(channel));
    }
  }

  private void accept(ServerSocketChannel channel) {
    while (channel.isOpen()) {
      boolean served = false;
      try {
        if (!places.tryAcquire(1, TimeUnit.SECONDS)) {
          continue;
        }
        try {
          served = accepted(channel.accept());
        } finally {
          if (!served) {
            places.release();
          }
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      } catch (ClosedChannelException e) {
        return;
      } catch (IOException | RuntimeException | Error e) {
        // Too many open files or threads, or a client that is gone already: the next one may be
        // luckier.
        log.debug("Cannot accept new connection: {}", e.toString());
        pause();
      }
    }
  }

  private static void pause() {
    try {
      Thread.sleep(50);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Begins to serve a client; false if it was sent away. */
  private boolean accepted(SocketChannel client) throws IOException {
    InetSocketAddress address = (InetSocketAddress) client.getRemoteAddress();
    String peer = show(address);
    if (!filter.allows(address.getAddress())) {
      log.debug("Connection from {} rejected: Client network is not allowed HTTP access", peer);
      client.close();
      return false;
    }
    if (stopping) {
      log.debug("Connection from {} dropped", peer);
      client.close();
      return false;
    }
    client.setOption(StandardSocketOptions.TCP_NODELAY, true);
    Socket socket = client.socket();
    socket.setSoTimeout(idleMillis);
    HttpConnection connection = new HttpConnection(this, socket, peer);
    connections.add(connection);
    log.debug("HTTP Connection accepted from {}", peer);
    Thread.ofVirtual().name("http").start(connection);
    return true;
  }

  private static String show(InetSocketAddress address) {
    String host = address.getAddress().getHostAddress();
    return address.getAddress() instanceof Inet4Address
        ? host + ":" + address.getPort()
        : "[" + host + "]:" + address.getPort();
  }

  /**
   * Hands a request to a worker, on the connection's own thread; waits for a place in the queue
   * while the workers get on. Returns the refusal if it cannot be handed over.
   */
  @Nullable HttpReply submit(HttpRequest request, HttpConnection connection) {
    if (stopping) {
      return HttpReply.error(HttpReply.UNAVAILABLE, "Request rejected during server shutdown");
    }
    if (!isKnown(request.method())) {
      return HttpReply.error(HttpReply.BAD_METHOD, "");
    }
    if (!handler.serves(request.target())) {
      return HttpReply.error(HttpReply.NOT_FOUND, "");
    }
    if (!isQueued()) {
      log.warn(
          "Request rejected because http work queue depth exceeded, it can be increased with the"
              + " -rpcworkqueue= setting");
      return HttpReply.error(HttpReply.UNAVAILABLE, "Work queue depth exceeded");
    }
    try {
      workers.execute(
          () -> {
            lastTakenUp = System.nanoTime();
            working.incrementAndGet();
            queue.release();
            HttpReply reply = answer(request);
            working.decrementAndGet();
            connection.finish(request, reply);
          });
      return null;
    } catch (RejectedExecutionException e) {
      queue.release();
      log.warn("HTTP request rejected during server shutdown");
      return HttpReply.error(HttpReply.UNAVAILABLE, "Request rejected during server shutdown");
    } catch (Error e) {
      queue.release();
      log.error("No worker can be started for a request", e);
      return HttpReply.error(HttpReply.UNAVAILABLE, "No thread can be started for the request");
    }
  }

  /** Takes a place in the queue; false if there is none and nothing moves. */
  private boolean isQueued() {
    if (queue.tryAcquire()) {
      return true;
    }
    long begin = System.nanoTime();
    try {
      while (!stopping && !standsStill() && System.nanoTime() - begin < MAX_WAIT_NANOS) {
        if (queue.tryAcquire(STANDSTILL_NANOS / 8, TimeUnit.NANOSECONDS)) {
          return true;
        }
      }
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  // A worker without a request is about to take one up, even if that has not happened for long.
  private boolean standsStill() {
    return working.get() >= threads && System.nanoTime() - lastTakenUp >= STANDSTILL_NANOS;
  }

  private static boolean isKnown(String method) {
    return switch (method) {
      case "GET", "POST", "HEAD", "PUT" -> true;
      default -> false;
    };
  }

  private HttpReply answer(HttpRequest request) {
    try {
      return handler.handle(request);
    } catch (RuntimeException | Error e) {
      log.warn(
          "Unexpected error while processing request for '{}'. Error msg: '{}'",
          request.target(),
          e.toString(),
          e);
      return HttpReply.error(HttpReply.INTERNAL_ERROR, "");
    }
  }

  void forget(HttpConnection connection) {
    if (connections.remove(connection)) {
      places.release();
    }
  }

  boolean isStopping() {
    return stopping;
  }

  /** Refuses new requests from now on; those that are being worked on go on. */
  public void beginStop() {
    stopping = true;
  }

  /** Waits a while for running requests, then closes everything. */
  public void stop(long seconds) {
    beginStop();
    for (ServerSocketChannel channel : listening) {
      try {
        channel.close();
      } catch (IOException e) {
        log.debug("Closing a listening socket failed: {}", IoText.reason(e));
      }
    }
    workers.shutdown();
    connections.forEach(HttpConnection::closeIfIdle);
    try {
      if (!workers.awaitTermination(seconds, TimeUnit.SECONDS)) {
        log.warn("Timeout waiting for HTTP clients to disconnect gracefully, continuing shutdown");
        workers.shutdownNow();
      }
    } catch (InterruptedException e) {
      workers.shutdownNow();
      Thread.currentThread().interrupt();
    }
    connections.forEach(HttpConnection::closeSocket);
    log.debug("Stopped HTTP server");
  }

  @Override
  public void close() {
    stop(30);
  }
}
