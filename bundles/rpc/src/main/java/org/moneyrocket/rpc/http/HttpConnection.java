// SPDX-License-Identifier: MIT
package org.moneyrocket.rpc.http;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One client: its requests are read one after the other, and the next is looked at when the answer
 * to the one before has been taken. Everything but {@link #work} runs on the thread of the {@link
 * HttpLoop}, never blocks, and does a bounded amount at a time.
 */
final class HttpConnection {
  private static final Logger log = LoggerFactory.getLogger("http");
  private static final byte[] CONTINUE =
      "HTTP/1.1 100 Continue\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] NOTHING = {};

  /** What is read at once of clients who have not shown a password, which bounds what is kept. */
  private static final int STRANGER_BYTES = 1 << 11;

  private static final int HEAD_BYTES = 1 << 13;
  private static final int WRITE_BYTES = 1 << 18;

  /** Requests that are answered in one go before others have their turn. */
  private static final int TURN_REQUESTS = 16;

  /** Bodies of refused requests up to this size are read and dropped, so that clients may go on. */
  private static final int SKIPPED_BYTES = 1 << 16;

  /** What is read and dropped of a client who is sent away, so that he can read the reason. */
  private static final int LINGER_BYTES = 1 << 18;

  private static final long LINGER_NANOS = 500_000_000L;
  private static final long LOOK_NANOS = 50_000_000L;
  private static final long ROOM_NANOS = 20_000_000_000L;
  private static final long QUEUE_NANOS = 30_000_000_000L;

  private enum Phase {
    /** Reads a request. */
    READING,
    /** Has no memory for the body for the moment. */
    FULL,
    /** Answers after a while. */
    DELAYED,
    /** Waits for a place among those who wait for workers. */
    QUEUED,
    /** A worker has it. */
    BUSY,
    /** The client takes the end of the answer. */
    FLUSHING,
    /** Nothing more is said; what comes is dropped. */
    LINGERING,
    CLOSED
  }

  private final HttpLoop loop;
  private final HttpServer server;
  private final SocketChannel channel;
  private final String peer;
  private final RequestParser parser;
  private final OutQueue out;
  private @Nullable SelectionKey key;
  private Phase phase = Phase.READING;
  private long phaseNanos;
  private long deadlineNanos = Long.MAX_VALUE;
  private boolean known;
  private boolean lingers;
  private int lingered;

  /** Input that could not be looked at yet. */
  private byte[] kept = NOTHING;

  private @Nullable BodyBuffer body;
  private Admission.@Nullable Refused refusal;
  private @Nullable HttpRequest request;
  private boolean keepAlive;

  HttpConnection(HttpLoop loop, HttpServer server, SocketChannel channel, String peer) {
    this.loop = loop;
    this.server = server;
    this.channel = channel;
    this.peer = peer;
    this.parser = new RequestParser(peer);
    this.out =
        new OutQueue(
            channel,
            server.answers(),
            server.patienceNanos(),
            () -> loop.post(this::updateInterest));
  }

  void begin(SelectionKey registered) {
    key = registered;
    enter(Phase.READING);
  }

  String peer() {
    return peer;
  }

  /** Tells whether the client has shown a password once. */
  boolean isKnown() {
    return known;
  }

  /** Returns when {@link #timeOut} is to be called. */
  long deadlineNanos() {
    return deadlineNanos;
  }

  boolean isClosed() {
    return phase == Phase.CLOSED;
  }

  private void enter(Phase next) {
    phase = next;
    phaseNanos = System.nanoTime();
    long wait =
        switch (next) {
          case READING -> server.idleNanos();
          case FULL, QUEUED -> LOOK_NANOS;
          case DELAYED -> 0;
          case BUSY, CLOSED -> Long.MAX_VALUE;
          case FLUSHING, LINGERING -> LINGER_NANOS;
        };
    setDeadline(wait);
    updateInterest();
  }

  private void setDeadline(long waitNanos) {
    deadlineNanos = waitNanos == Long.MAX_VALUE ? waitNanos : System.nanoTime() + waitNanos;
    loop.lookAt(deadlineNanos);
  }

  private void updateInterest() {
    SelectionKey registered = key;
    if (registered == null || !registered.isValid() || phase == Phase.CLOSED) {
      return;
    }
    boolean reads = phase == Phase.LINGERING || (phase == Phase.READING && kept.length == 0);
    int wanted = (reads ? SelectionKey.OP_READ : 0) | (out.isEmpty() ? 0 : SelectionKey.OP_WRITE);
    if (registered.interestOps() != wanted) {
      registered.interestOps(wanted);
    }
  }

  /** The client has sent something, or is gone. */
  void readable(HttpLoop.Window window) throws IOException {
    int most = !known ? STRANGER_BYTES : parser.isInBody() ? HttpLoop.WINDOW_BYTES : HEAD_BYTES;
    int read = window.read(channel, most);
    if (read < 0) {
      close();
      return;
    }
    if (phase == Phase.LINGERING) {
      lingered += read;
      if (lingered > LINGER_BYTES) {
        close();
      }
      return;
    }
    setDeadline(server.idleNanos());
    process(window.bytes(), 0, read);
  }

  /** Looks at input that was put off. */
  void resume() throws IOException {
    if (phase != Phase.READING) {
      return;
    }
    byte[] input = kept;
    kept = NOTHING;
    process(input, 0, input.length);
    Arrays.fill(input, (byte) 0);
  }

  private void process(byte[] input, int start, int end) throws IOException {
    int at = start;
    int requests = 0;
    while (phase == Phase.READING && (at < end || parser.isAtEnd())) {
      if (requests == TURN_REQUESTS) {
        keep(input, at, end);
        loop.makeReady(this);
        return;
      }
      RequestParser.Event event;
      try {
        event = parser.feed(input, at, end);
      } catch (HttpProblem e) {
        log.debug("Error reading HTTP request from client {}: {}", peer, e.getMessage());
        fail(HttpReply.error(e.status(), ""));
        return;
      }
      at = parser.position();
      switch (event) {
        case MORE -> {}
        case HEAD -> decide();
        case FULL -> {
          keep(input, at, end);
          enter(Phase.FULL);
        }
        case COMPLETE -> {
          requests++;
          keep(input, at, end);
          complete();
          // What comes next is looked at now only if the answer is gone already.
          if (phase == Phase.READING) {
            dropKept();
          }
        }
      }
    }
    updateInterest();
  }

  private void keep(byte[] input, int at, int end) {
    kept = at == end ? NOTHING : Arrays.copyOfRange(input, at, end);
  }

  private void dropKept() {
    Arrays.fill(kept, (byte) 0);
    kept = NOTHING;
  }

  /** The head is there: says what becomes of the body. */
  private void decide() throws IOException {
    HttpHead head = parser.head();
    log.debug("Received a {} request for {} from {}", head.method(), head.target(), peer);
    switch (server.admit(head)) {
      case Admission.Welcome(String user) -> {
        if (!known) {
          known = true;
          loop.isKnown(this);
        }
        BodyBuffer buffer = new BodyBuffer(server.bodies());
        body = buffer;
        parser.keepBody(buffer);
        request = new HttpRequest(head, user, NOTHING, 0);
        if (head.waitsForContinue()) {
          out.add(ByteBuffer.wrap(CONTINUE));
        }
      }
      case Admission.Refused refused -> {
        long announced = parser.announced();
        boolean waits = head.waitsForContinue() && announced != 0;
        if (announced < 0 || announced > SKIPPED_BYTES || waits) {
          lingers = true;
          refuse(refused);
        } else {
          refusal = refused;
          parser.skipBody();
        }
      }
    }
  }

  /** All of a request is there. */
  private void complete() throws IOException {
    Admission.Refused refused = refusal;
    if (refused != null) {
      refuse(refused);
      return;
    }
    HttpRequest begun = request;
    BodyBuffer buffer = body;
    if (begun == null || buffer == null) {
      throw new IllegalStateException("a request without a head");
    }
    request = new HttpRequest(begun.head(), begun.user(), buffer.bytes(), buffer.length());
    dispatch();
  }

  private void refuse(Admission.Refused refused) throws IOException {
    if (refused.delayMillis() > 0 && !server.isStopping()) {
      refusal = new Admission.Refused(refused.reply(), 0);
      enter(Phase.DELAYED);
      setDeadline(refused.delayMillis() * 1_000_000L);
    } else {
      reply(refused.reply());
    }
  }

  /** Sends an answer that no worker has made. */
  private void reply(HttpReply reply) throws IOException {
    HttpHead head = parser.head();
    HttpAnswer answer = new HttpAnswer(head, out, server.answers(), lingers);
    answer.send(reply);
    finish(answer.keepsAlive());
  }

  private void fail(HttpReply reply) throws IOException {
    lingers = true;
    byte[] head = ReplyHead.write(reply.status(), reply.headers(), 1, false, 0);
    out.add(ByteBuffer.wrap(head));
    finish(false);
  }

  private void dispatch() throws IOException {
    if (server.isStopping()) {
      reply(HttpReply.error(HttpReply.UNAVAILABLE, "Request rejected during server shutdown"));
      return;
    }
    HttpRequest ready = request;
    BodyBuffer buffer = body;
    if (ready == null || buffer == null) {
      throw new IllegalStateException("no request is there");
    }
    HttpAnswer answer = new HttpAnswer(ready.head(), out, server.answers(), false);
    switch (server.workers().submit(() -> work(ready, buffer, answer))) {
      case YES -> enter(Phase.BUSY);
      case NO_PLACE -> {
        if (phase != Phase.QUEUED) {
          enter(Phase.QUEUED);
          loop.awaitPlace(this);
        } else if (server.workers().standStill() || System.nanoTime() - phaseNanos > QUEUE_NANOS) {
          log.warn(
              "Request rejected because http work queue depth exceeded, it can be increased with"
                  + " the -rpcworkqueue= setting");
          reply(HttpReply.error(HttpReply.UNAVAILABLE, "Work queue depth exceeded"));
        } else {
          setDeadline(LOOK_NANOS);
        }
      }
      case NEVER -> {
        String reason =
            server.isStopping()
                ? "Request rejected during server shutdown"
                : "No thread can be started for the request";
        log.warn("HTTP request rejected: {}", reason);
        reply(HttpReply.error(HttpReply.UNAVAILABLE, reason));
      }
    }
  }

  /** There may be a place among those who wait for workers; false if there is none. */
  boolean tryPlace() throws IOException {
    if (phase == Phase.QUEUED) {
      dispatch();
    }
    return phase != Phase.QUEUED;
  }

  /** Answers the request, on a worker. */
  private void work(HttpRequest ready, BodyBuffer buffer, HttpAnswer answer) {
    try {
      server.answer(ready, answer);
    } catch (IOException e) {
      log.debug("Error sending HTTP response data to client {}: {}", peer, e.toString());
    } finally {
      buffer.wipe();
      loop.post(() -> answered(answer));
    }
  }

  private void answered(HttpAnswer answer) {
    body = null;
    if (phase == Phase.CLOSED) {
      return;
    }
    if (!answer.isComplete()) {
      close();
      return;
    }
    loop.guarded(
        this,
        () -> {
          finish(answer.keepsAlive());
          if (phase == Phase.READING && kept.length > 0) {
            resume();
          }
        });
  }

  /** An answer is complete; goes on when the client has taken it. */
  private void finish(boolean staysOpen) throws IOException {
    keepAlive = staysOpen;
    if (!out.isEmpty()) {
      enter(Phase.FLUSHING);
      return;
    }
    forgetRequest();
    if (keepAlive && !server.isStopping()) {
      parser.reset();
      enter(Phase.READING);
    } else if (lingers && !server.isClosing()) {
      dropKept();
      channel.shutdownOutput();
      enter(Phase.LINGERING);
    } else {
      close();
    }
  }

  private void forgetRequest() {
    BodyBuffer buffer = body;
    if (buffer != null) {
      buffer.wipe();
    }
    body = null;
    request = null;
    refusal = null;
  }

  /** The client takes something. */
  void writable() throws IOException {
    if (out.write(WRITE_BYTES)) {
      return;
    }
    if (phase == Phase.FLUSHING) {
      finish(keepAlive);
      if (phase == Phase.READING && kept.length > 0) {
        loop.makeReady(this);
      }
    } else {
      updateInterest();
    }
  }

  /** The deadline is there. */
  void timeOut(long nowNanos) throws IOException {
    switch (phase) {
      case READING -> {
        log.debug("HTTP client idle timeout {}", peer);
        close();
      }
      case FULL -> waitForMemory(nowNanos);
      case DELAYED -> {
        Admission.Refused refused = refusal;
        if (refused != null) {
          reply(refused.reply());
          if (phase == Phase.READING && kept.length > 0) {
            loop.makeReady(this);
          }
        }
      }
      case QUEUED -> dispatch();
      case FLUSHING -> {
        if (out.isStuck(nowNanos)) {
          log.debug("HTTP client {} does not take its answer", peer);
          close();
        } else {
          setDeadline(LINGER_NANOS);
        }
      }
      case LINGERING -> close();
      case BUSY, CLOSED -> deadlineNanos = Long.MAX_VALUE;
    }
  }

  private void waitForMemory(long nowNanos) throws IOException {
    if (nowNanos - phaseNanos > ROOM_NANOS) {
      log.warn("A request of {} was rejected: there is no memory for its body", peer);
      lingers = true;
      reply(HttpReply.error(HttpReply.UNAVAILABLE, "No memory for the request"));
      return;
    }
    long since = phaseNanos;
    phase = Phase.READING;
    resume();
    if (phase == Phase.FULL) {
      phaseNanos = since;
    } else if (phase == Phase.READING) {
      enter(Phase.READING);
    }
  }

  /** The server ends: whoever is not being served goes. */
  void closeIfIdle() throws IOException {
    switch (phase) {
      case READING, FULL, DELAYED, LINGERING -> close();
      case QUEUED -> dispatch();
      case BUSY, FLUSHING, CLOSED -> {}
    }
  }

  /** Nobody waits for this client any more. */
  void hurry() {
    out.hurry();
  }

  void close() {
    if (phase == Phase.CLOSED) {
      return;
    }
    boolean atWork = phase == Phase.BUSY;
    phase = Phase.CLOSED;
    deadlineNanos = Long.MAX_VALUE;
    out.close();
    if (!atWork) {
      forgetRequest(); // otherwise the worker does it
    }
    dropKept();
    try {
      channel.close();
    } catch (IOException e) {
      log.debug("Closing the connection of {} failed: {}", peer, e.toString());
    }
    loop.forget(this);
  }
}
