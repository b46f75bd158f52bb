// SPDX-License-Identifier: MIT
package org.moneyrocket.rpc.http;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.moneyrocket.rpc.http.HttpHead.Header;

/**
 * Takes requests apart as their bytes arrive (RFC 9112), strictly: what two programs could read in
 * two ways is refused. What it costs is proportional to what arrives, in whatever pieces. Never
 * waits; keeps a line at most, and of a body nothing that it was not told to keep.
 */
final class RequestParser {
  static final int MAX_HEADERS_BYTES = 8192;
  static final int MAX_BODY_BYTES = 32 << 20;
  private static final int MIN_REQUEST_LINE = 14;
  private static final int MAX_NUMBER_DIGITS = 15;
  private static final int KEPT_LINE_BYTES = 1024;
  private static final byte[] NONE = {};

  /** The headers that decide something. Of others nobody asks, and strangers may send thousands. */
  private static final List<String> KNOWN =
      List.of("Authorization", "Connection", "Content-Length", "Expect", "Transfer-Encoding");

  /** What {@link #feed} came to. */
  enum Event {
    /** All bytes are used up. */
    MORE,
    /** The head is there; the caller says what to do with the body. */
    HEAD,
    /** There is no memory for the next bytes of the body now; feed them again later. */
    FULL,
    /** The request is complete. */
    COMPLETE
  }

  private enum State {
    REQUEST_LINE,
    HEADERS,
    DECIDE,
    BODY,
    CHUNK_SIZE,
    CHUNK,
    CHUNK_END,
    TRAILERS,
    COMPLETE
  }

  private final String peer;
  private State state = State.REQUEST_LINE;
  private byte[] line = NONE;
  private int lineLength;
  private int headerBytes;
  private int position;
  private String[] requestLine = {};
  private final List<Header> headers = new ArrayList<>(0);
  private boolean lengthsDiffer;
  private @Nullable HttpHead head;

  /** Where the body goes, null if it is thrown away. */
  private @Nullable BodyBuffer body;

  /** Bytes of the body or of the present chunk that have not come. */
  private long left;

  /** Bytes of a chunked body that have come or were announced by a chunk. */
  private long chunked;

  RequestParser(String peer) {
    this.peer = peer;
  }

  /** Tells whether the present request needs no more input. */
  boolean isAtEnd() {
    return state == State.COMPLETE || (state == State.BODY && left == 0);
  }

  /** Tells whether the end of the head has come, but not that of the body. */
  boolean isInBody() {
    return state.compareTo(State.BODY) >= 0 && state != State.COMPLETE;
  }

  /** Returns the head of the present request. */
  HttpHead head() {
    HttpHead known = head;
    if (known == null) {
      throw new IllegalStateException("the head has not come");
    }
    return known;
  }

  /** Returns how many bytes of body are announced, -1 if they come in chunks. */
  long announced() {
    return head().isChunked() ? -1 : left;
  }

  /** Says where the body goes: after {@link Event#HEAD}. */
  void keepBody(BodyBuffer buffer) {
    body = buffer;
    state = head().isChunked() ? State.CHUNK_SIZE : State.BODY;
  }

  /** Says that the body is thrown away: after {@link Event#HEAD}. */
  void skipBody() {
    body = null;
    state = head().isChunked() ? State.CHUNK_SIZE : State.BODY;
  }

  /** Begins with the next request. */
  void reset() {
    state = State.REQUEST_LINE;
    headerBytes = 0;
    head = null;
    body = null;
    left = 0;
    chunked = 0;
    headers.clear();
    lengthsDiffer = false;
    if (line.length > KEPT_LINE_BYTES) {
      line = NONE;
    }
  }

  /** Returns where the last call of {@link #feed} stopped. */
  int position() {
    return position;
  }

  /**
   * Reads bytes, from {@code start} to {@code end} at most.
   *
   * @throws HttpProblem when the request cannot be understood; nothing more can be read then
   */
  Event feed(byte[] in, int start, int end) throws HttpProblem {
    position = start;
    while (true) {
      switch (state) {
        case REQUEST_LINE -> {
          if (!readLine(in, end)) {
            return Event.MORE;
          }
          readRequestLine(takeLine());
          headerBytes = 0;
          state = State.HEADERS;
        }
        case HEADERS -> {
          if (!readLine(in, end)) {
            return Event.MORE;
          }
          if (lineLength > 0) {
            keep(header(takeLine()));
          } else {
            state = State.DECIDE;
            head =
                new HttpHead(
                    requestLine[0],
                    requestLine[1],
                    minorVersion(requestLine[2]),
                    List.copyOf(headers),
                    peer);
            left = head.isChunked() ? 0 : contentLength(head);
            return Event.HEAD;
          }
        }
        case BODY -> {
          if (left == 0) {
            state = State.COMPLETE;
          } else if (position == end) {
            return Event.MORE;
          } else if (!take(in, end, head().isChunked() ? MAX_BODY_BYTES : announcedLength())) {
            return Event.FULL;
          }
        }
        case CHUNK_SIZE -> {
          headerBytes = 0;
          if (!readLine(in, end)) {
            return Event.MORE;
          }
          left = chunkSize();
          lineLength = 0;
          chunked += left;
          state = left == 0 ? State.TRAILERS : State.CHUNK;
        }
        case CHUNK -> {
          if (left == 0) {
            state = State.CHUNK_END;
          } else if (position == end) {
            return Event.MORE;
          } else if (!take(in, end, MAX_BODY_BYTES)) {
            return Event.FULL;
          }
        }
        case CHUNK_END -> {
          headerBytes = 0;
          if (!readLine(in, end)) {
            return Event.MORE;
          }
          if (lineLength > 0) {
            throw HttpProblem.malformed("Improperly terminated chunk");
          }
          headerBytes = 0;
          state = State.CHUNK_SIZE;
        }
        case TRAILERS -> {
          if (!readLine(in, end)) {
            return Event.MORE;
          }
          if (lineLength == 0) {
            state = State.COMPLETE;
          } else {
            header(takeLine());
          }
        }
        case DECIDE -> throw new IllegalStateException("nobody has said what becomes of the body");
        case COMPLETE -> {
          return Event.COMPLETE;
        }
      }
    }
  }

  private int announcedLength() {
    BodyBuffer kept = body;
    return (int) left + (kept == null ? 0 : kept.length());
  }

  /** Takes what there is of the body; false if there is no memory for it. */
  private boolean take(byte[] in, int end, int most) {
    int count = (int) Math.min(left, end - position);
    BodyBuffer kept = body;
    if (kept != null && !kept.add(in, position, count, most)) {
      return false;
    }
    position += count;
    left -= count;
    return true;
  }

  /**
   * Reads up to a line feed, which one carriage return may precede; false if it has not come. Lines
   * count against the limit of all headers until somebody sets it back.
   */
  private boolean readLine(byte[] in, int end) throws HttpProblem {
    int at = position;
    while (at < end && in[at] != '\n') {
      at++;
    }
    int count = at - position;
    if (headerBytes + lineLength + count > MAX_HEADERS_BYTES) {
      throw HttpProblem.malformed("HTTP headers exceed size limit");
    }
    if (count > line.length - lineLength) {
      int size = Math.clamp(2L * (lineLength + count), 256, MAX_HEADERS_BYTES);
      line = Arrays.copyOf(line, size);
    }
    System.arraycopy(in, position, line, lineLength, count);
    lineLength += count;
    position = at;
    if (at == end) {
      return false;
    }
    position++;
    headerBytes += lineLength + 1;
    if (lineLength > 0 && line[lineLength - 1] == '\r') {
      lineLength--;
    }
    return true;
  }

  private String takeLine() {
    String text = new String(line, 0, lineLength, StandardCharsets.ISO_8859_1);
    lineLength = 0;
    return text;
  }

  private void readRequestLine(String text) throws HttpProblem {
    if (text.length() < MIN_REQUEST_LINE) {
      throw HttpProblem.malformed("HTTP request line too short");
    }
    if (text.indexOf('\0') >= 0) {
      throw HttpProblem.malformed("Invalid request line contains NUL");
    }
    requestLine = text.split(" ", -1);
    if (requestLine.length != 3) {
      throw HttpProblem.malformed("HTTP request line malformed");
    }
    minorVersion(requestLine[2]);
  }

  private static int minorVersion(String version) throws HttpProblem {
    if (!version.startsWith("HTTP/") || version.length() != 8 || version.charAt(6) != '.') {
      throw HttpProblem.malformed("HTTP request line malformed");
    }
    int minor = version.charAt(7) - '0';
    if (version.charAt(5) != '1' || minor < 0 || minor > 9) {
      throw HttpProblem.malformed("HTTP bad version");
    }
    return minor;
  }

  private static Header header(String text) throws HttpProblem {
    if (text.indexOf('\r') >= 0 || text.indexOf('\0') >= 0) {
      throw HttpProblem.malformed("Header contains invalid character");
    }
    int colon = text.indexOf(':');
    if (colon < 0) {
      throw HttpProblem.malformed("HTTP header missing colon (:)");
    }
    String name = text.substring(0, colon);
    if (name.isEmpty()) {
      throw HttpProblem.malformed("Empty HTTP header name");
    }
    for (int i = 0; i < colon; i++) {
      char c = name.charAt(i);
      if (c == ' ' || (c >= '\t' && c <= '\r')) {
        throw HttpProblem.malformed("Invalid header field-name contains whitespace");
      }
    }
    return new Header(name, text.substring(colon + 1).strip());
  }

  private void keep(Header header) {
    for (String name : KNOWN) {
      if (header.name().equalsIgnoreCase(name)) {
        for (Header earlier : headers) {
          if (earlier.name().equalsIgnoreCase(name)) {
            lengthsDiffer |=
                name.equals("Content-Length") && !earlier.value().equals(header.value());
            return;
          }
        }
        headers.add(header);
        return;
      }
    }
  }

  private long contentLength(HttpHead head) throws HttpProblem {
    if (head.header("Content-Length").isEmpty()) {
      return 0;
    }
    if (lengthsDiffer) {
      throw HttpProblem.malformed("Differing Content-Length values");
    }
    byte[] digits = head.header("Content-Length").get().getBytes(StandardCharsets.ISO_8859_1);
    long length = number(digits, 0, digits.length, 10, "Cannot parse Content-Length value");
    if (length > MAX_BODY_BYTES) {
      throw new HttpProblem(HttpReply.CONTENT_TOO_LARGE, "Max body size exceeded");
    }
    return length;
  }

  /** Returns the size that the present line announces, without making a text of it. */
  private long chunkSize() throws HttpProblem {
    int to = 0;
    while (to < lineLength && line[to] != ';') {
      to++;
    }
    int from = 0;
    while (from < to && line[from] <= ' ' && line[from] >= 0) {
      from++;
    }
    while (from < to && line[to - 1] <= ' ' && line[to - 1] >= 0) {
      to--;
    }
    long length = number(line, from, to, 16, "Cannot parse chunk length value");
    if (length > MAX_BODY_BYTES - chunked) {
      throw new HttpProblem(HttpReply.CONTENT_TOO_LARGE, "Chunk will exceed max body size");
    }
    return length;
  }

  private static long number(byte[] text, int from, int to, int radix, String otherwise)
      throws HttpProblem {
    if (to == from || to - from > MAX_NUMBER_DIGITS) {
      throw HttpProblem.malformed(otherwise);
    }
    long number = 0;
    for (int i = from; i < to; i++) {
      int digit = text[i] < 0 ? -1 : Character.digit(text[i], radix);
      if (digit < 0) {
        throw HttpProblem.malformed(otherwise);
      }
      number = number * radix + digit;
    }
    return number;
  }
}
