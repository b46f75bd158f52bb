// SPDX-License-Identifier: MIT
package org.moneyrocket.rpc.http;

import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.moneyrocket.rpc.http.HttpRequest.Header;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One client. Its own (virtual) thread reads requests one after the other; each is answered by a
 * worker, which also writes the reply, before the next is read.
 */
final class HttpConnection implements Runnable {
  private static final Logger log = LoggerFactory.getLogger("http");
  private static final byte[] CONTINUE =
      "HTTP/1.1 100 Continue\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

  private final HttpServer server;
  private final Socket socket;
  private final String peer;
  private final OutputStream out;
  private volatile boolean busy;
  private volatile @Nullable Thread reader;

  HttpConnection(HttpServer server, Socket socket, String peer) throws IOException {
    this.server = server;
    this.socket = socket;
    this.peer = peer;
    this.out = socket.getOutputStream();
  }

  @Override
  public void run() {
    reader = Thread.currentThread();
    try (socket) {
      HttpReader requests =
          new HttpReader(socket.getInputStream(), peer, () -> out.write(CONTINUE));
      boolean open = true;
      while (open) {
        open = serveNext(requests);
      }
    } catch (SocketTimeoutException e) {
      log.debug("HTTP client idle timeout {}", peer);
    } catch (SocketException e) {
      log.debug("Connection of HTTP client {} is gone: {}", peer, e.getMessage());
    } catch (IOException e) {
      log.debug("Connection of HTTP client {} broke: {}", peer, e.toString());
    } finally {
      server.forget(this);
    }
  }

  private boolean serveNext(HttpReader requests) throws IOException {
    HttpRequest request;
    try {
      request = requests.read();
    } catch (HttpProblem e) {
      log.debug("Error reading HTTP request from client {}: {}", peer, e.getMessage());
      write(HttpReply.error(e.status(), ""), 1, false);
      discardInput();
      return false;
    }
    if (request == null) {
      return false;
    }
    log.debug("Received a {} request for {} from {}", request.method(), request.target(), peer);
    busy = true;
    boolean keepAlive = request.keepsAlive();
    HttpReply refusal = server.submit(request, this);
    if (refusal == null) {
      while (busy) {
        LockSupport.park(this);
      }
    } else {
      busy = false;
      write(refusal, request.minorVersion(), keepAlive);
    }
    return keepAlive && !server.isStopping();
  }

  /**
   * Writes the reply to the request that is being worked on and lets the reader go on. Called by
   * the worker.
   */
  void finish(HttpRequest request, HttpReply reply) {
    try {
      write(reply, request.minorVersion(), request.keepsAlive());
    } catch (IOException e) {
      log.debug("Error sending HTTP response data to client {}: {}", peer, e.toString());
      closeSocket();
    } finally {
      busy = false;
      LockSupport.unpark(reader);
    }
  }

  /** Closes the connection if no request is being worked on. */
  void closeIfIdle() {
    if (!busy) {
      closeSocket();
    }
  }

  void closeSocket() {
    try {
      socket.close();
    } catch (IOException e) {
      log.debug("Closing the connection of {} failed: {}", peer, e.toString());
    }
  }

  /**
   * Lets the client read a refusal: closing with unread input would throw away what we have sent.
   */
  private void discardInput() throws IOException {
    socket.shutdownOutput();
    socket.setSoTimeout(500);
    byte[] waste = new byte[1 << 14];
    long left = HttpReader.MAX_BODY_BYTES;
    while (left > 0) {
      int read = socket.getInputStream().read(waste);
      if (read < 0) {
        return;
      }
      left -= read;
    }
  }

  private void write(HttpReply reply, int minorVersion, boolean keepAlive) throws IOException {
    StringBuilder head = new StringBuilder(256);
    head.append("HTTP/1.").append(minorVersion).append(' ').append(reply.status()).append(' ');
    head.append(reply.reason()).append("\r\n");
    boolean typed = false;
    for (Header header : reply.headers()) {
      append(head, header.name(), header.value());
      typed |= header.name().equalsIgnoreCase("Content-Type");
    }
    boolean needsBody = reply.status() != HttpReply.NO_CONTENT;
    if (minorVersion == 0) {
      if (keepAlive) {
        append(head, "Connection", "keep-alive");
      }
    } else {
      append(head, "Date", HttpDate.now());
    }
    if (needsBody && (minorVersion > 0 || keepAlive)) {
      append(head, "Content-Length", Integer.toString(reply.body().length));
    }
    if (needsBody && !typed) {
      append(head, "Content-Type", "text/html; charset=ISO-8859-1");
    }
    if (minorVersion > 0 && !keepAlive) {
      append(head, "Connection", "close");
    }
    byte[] first = head.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1);
    byte[] body = needsBody ? reply.body() : new byte[0];
    if (body.length > 1 << 16) {
      out.write(first);
      out.write(body);
    } else {
      byte[] all = new byte[first.length + body.length];
      System.arraycopy(first, 0, all, 0, first.length);
      System.arraycopy(body, 0, all, first.length, body.length);
      out.write(all);
    }
    log.debug(
        "HTTPResponse (status code: {} size: {}) sent to client {}",
        reply.status(),
        first.length + body.length,
        peer);
  }

  private static void append(StringBuilder head, String name, String value) {
    head.append(name).append(": ").append(value).append("\r\n");
  }

  /** The Date header's text, made once a second. */
  private static final class HttpDate {
    private record Text(long second, String text) {}

    private static volatile Text last = new Text(0, "");

    static String now() {
      long second = System.currentTimeMillis() / 1000;
      Text known = last;
      if (known.second() != second) {
        known =
            new Text(
                second,
                DateTimeFormatter.RFC_1123_DATE_TIME.format(
                    ZonedDateTime.ofInstant(Instant.ofEpochSecond(second), ZoneOffset.UTC)));
        last = known;
      }
      return known.text();
    }
  }
}
