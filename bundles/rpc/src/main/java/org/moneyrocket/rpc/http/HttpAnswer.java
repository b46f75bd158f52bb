// SPDX-License-Identifier: MIT
package org.moneyrocket.rpc.http;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.moneyrocket.rpc.http.HttpHead.Header;
import org.moneyrocket.settings.memory.MemoryBudget;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where a worker puts the answer to one request: in one piece, or piece by piece as it is made. For
 * one thread.
 */
public final class HttpAnswer {
  private static final Logger log = LoggerFactory.getLogger("http");

  private final HttpHead head;
  private final OutQueue out;
  private final MemoryBudget.Account account;
  private boolean keepAlive;
  private @Nullable ReplyStream stream;
  private boolean sent;

  /**
   * Makes an empty answer.
   *
   * @param isLast whether the connection is closed afterwards, whatever the client wants
   */
  HttpAnswer(HttpHead head, OutQueue out, MemoryBudget.Account account, boolean isLast) {
    this.head = head;
    this.out = out;
    this.account = account;
    this.keepAlive = !isLast && head.keepsAlive();
  }

  /** Sends a whole answer. */
  public void send(HttpReply reply) throws IOException {
    if (sent || stream != null) {
      throw new IllegalStateException("there is an answer already");
    }
    sent = true;
    boolean needsBody = reply.status() != HttpReply.NO_CONTENT;
    byte[] body = needsBody ? reply.body() : new byte[0];
    logSent(reply.status(), body.length);
    sendSmall(reply.status(), reply.headers(), body, body.length);
  }

  /** Sends head and body of a small answer at once. */
  void sendSmall(int status, List<Header> headers, byte[] body, int length) throws IOException {
    byte[] first = headOf(status, headers, length);
    byte[] all = new byte[first.length + length];
    System.arraycopy(first, 0, all, 0, first.length);
    System.arraycopy(body, 0, all, first.length, length);
    out.add(ByteBuffer.wrap(all));
  }

  /**
   * Begins an answer whose body is written piece by piece. It is complete when the stream is
   * closed.
   */
  public ReplyStream begin(int status, List<Header> headers) {
    if (sent || stream != null) {
      throw new IllegalStateException("there is an answer already");
    }
    ReplyStream begun = new ReplyStream(this, status, headers, account);
    stream = begun;
    return begun;
  }

  /** Drops an answer of which the client has seen nothing; false if it has. */
  public boolean takeBack() {
    ReplyStream begun = stream;
    if (sent || (begun != null && !begun.rollBack(0))) {
      return false;
    }
    if (begun != null) {
      begun.drop();
    }
    stream = null;
    return true;
  }

  /** Tells whether the client has got, or will get, a whole answer. */
  boolean isComplete() {
    ReplyStream begun = stream;
    return sent || (begun != null && begun.isClosed());
  }

  boolean keepsAlive() {
    return keepAlive;
  }

  boolean isChunked() {
    return head.minorVersion() > 0;
  }

  /** Sends the head of an answer whose length is known or not, before anything of its body. */
  void sendHead(int status, List<Header> headers, long length) throws IOException {
    if (length == ReplyHead.UNKNOWN && !isChunked()) {
      keepAlive = false;
    }
    out.add(ByteBuffer.wrap(headOf(status, headers, length)));
  }

  private byte[] headOf(int status, List<Header> headers, long length) {
    return ReplyHead.write(status, headers, head.minorVersion(), keepAlive, length);
  }

  void sendPiece(ByteBuffer piece) throws IOException {
    out.add(piece);
  }

  void sendText(String text) throws IOException {
    out.add(ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII)));
  }

  void logSent(int status, long bytes) {
    log.debug(
        "HTTPResponse (status code: {} size: {}) sent to client {}", status, bytes, head.peer());
  }
}
