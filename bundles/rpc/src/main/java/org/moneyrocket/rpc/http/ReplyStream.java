// SPDX-License-Identifier: MIT
package org.moneyrocket.rpc.http;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.List;
import org.moneyrocket.rpc.http.HttpHead.Header;
import org.moneyrocket.settings.memory.MemoryBudget;

/**
 * The body of an answer as it is made. An answer that stays small is sent in one piece with its
 * length; a larger one goes out while it is made, in chunks, or to the end of the connection for
 * clients that know no chunks. What has not gone out can be taken back. For one thread.
 */
public final class ReplyStream extends OutputStream {
  /** Up to here an answer is kept until it is complete, if there is memory. */
  private static final int KEPT_BYTES = 1 << 20;

  private static final int FIRST_BYTES = 1 << 10;
  private static final int PIECE_BYTES = 1 << 16;

  private final HttpAnswer answer;
  private final int status;
  private final List<Header> headers;
  private final MemoryBudget.Account account;
  private final ArrayDeque<byte[]> full = new ArrayDeque<>();
  private byte[] piece = new byte[FIRST_BYTES];
  private int used;
  private long takenBytes;
  private long goneBytes;
  private boolean headSent;
  private boolean closed;

  ReplyStream(HttpAnswer answer, int status, List<Header> headers, MemoryBudget.Account account) {
    this.answer = answer;
    this.status = status;
    this.headers = List.copyOf(headers);
    this.account = account;
  }

  @Override
  public void write(int b) throws IOException {
    if (used == piece.length) {
      makeRoom();
    }
    piece[used++] = (byte) b;
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    int from = offset;
    int left = length;
    while (left > 0) {
      if (used == piece.length) {
        makeRoom();
      }
      int count = Math.min(left, piece.length - used);
      System.arraycopy(bytes, from, piece, used, count);
      used += count;
      from += count;
      left -= count;
    }
  }

  private void makeRoom() throws IOException {
    if (closed) {
      throw new IOException("the answer is complete");
    }
    if (piece.length < PIECE_BYTES) {
      piece = Arrays.copyOf(piece, Math.min(PIECE_BYTES, 4 * piece.length));
      return;
    }
    if (!headSent && full.size() < KEPT_BYTES / PIECE_BYTES && account.tryTake(PIECE_BYTES)) {
      takenBytes += PIECE_BYTES;
      full.add(piece);
      piece = new byte[PIECE_BYTES];
      used = 0;
      return;
    }
    sendPieces();
    piece = new byte[PIECE_BYTES];
  }

  /** Sends everything there is, as part of an answer of unknown length. */
  private void sendPieces() throws IOException {
    if (!headSent) {
      headSent = true;
      answer.sendHead(status, headers, ReplyHead.UNKNOWN);
    }
    while (!full.isEmpty()) {
      byte[] first = full.remove();
      giveBack();
      sendChunk(first, first.length);
    }
    if (used > 0) {
      int count = used;
      used = 0;
      sendChunk(piece, count);
    }
  }

  private void giveBack() {
    account.give(PIECE_BYTES);
    takenBytes -= PIECE_BYTES;
  }

  private void sendChunk(byte[] bytes, int count) throws IOException {
    goneBytes += count;
    if (answer.isChunked()) {
      answer.sendText(Integer.toHexString(count) + "\r\n");
    }
    answer.sendPiece(ByteBuffer.wrap(bytes, 0, count));
    if (answer.isChunked()) {
      answer.sendText("\r\n");
    }
  }

  /** Nothing is sent before it has to be: what is here can still be taken back. */
  @Override
  public void flush() {}

  /** Returns how many bytes were written. */
  public long size() {
    return goneBytes + (long) full.size() * PIECE_BYTES + used;
  }

  /**
   * Takes back what was written beyond {@code size} bytes.
   *
   * @return false if the client may have some of it already; nothing is taken back then
   */
  public boolean rollBack(long size) {
    if (size < goneBytes || closed || (headSent && size == 0)) {
      return false;
    }
    while (size < goneBytes + (long) full.size() * PIECE_BYTES) {
      piece = full.removeLast();
      giveBack();
    }
    used = (int) (size - goneBytes - (long) full.size() * PIECE_BYTES);
    return true;
  }

  /** Completes the answer. */
  @Override
  public void close() throws IOException {
    if (closed) {
      return;
    }
    closed = true;
    if (headSent) {
      sendPieces();
      if (answer.isChunked()) {
        answer.sendText("0\r\n\r\n");
      }
    } else {
      sendWhole();
    }
    answer.logSent(status, size());
    piece = new byte[0];
  }

  private void sendWhole() throws IOException {
    if (full.isEmpty()) {
      answer.sendSmall(status, headers, piece, used);
      return;
    }
    answer.sendHead(status, headers, size());
    while (!full.isEmpty()) {
      byte[] first = full.remove();
      giveBack();
      answer.sendPiece(ByteBuffer.wrap(first));
    }
    answer.sendPiece(ByteBuffer.wrap(piece, 0, used));
  }

  boolean isClosed() {
    return closed;
  }

  /** Gives back the memory of what will not be sent. */
  void drop() {
    closed = true;
    full.clear();
    account.give(takenBytes);
    takenBytes = 0;
  }
}
