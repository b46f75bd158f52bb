// SPDX-License-Identifier: MIT
package org.moneyrocket.rpc.http;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.moneyrocket.rpc.http.HttpRequest.Header;

/**
 * Reads requests from one connection (RFC 9112), strictly: what two programs could read in two ways
 * is refused.
 */
final class HttpReader {
  static final int MAX_HEADERS_BYTES = 8192;
  static final int MAX_BODY_BYTES = 32 << 20;
  private static final int MIN_REQUEST_LINE = 14;
  private static final int FIRST_BODY_BYTES = 1 << 16;

  /** Called before a body is read that the client announces and waits with. */
  interface Continue {
    void send() throws IOException;
  }

  private final InputStream in;
  private final String peer;
  private final Continue goOn;
  private final byte[] buffer = new byte[1 << 12];
  private int start;
  private int end;
  private int headerBytes;

  HttpReader(InputStream in, String peer, Continue goOn) {
    this.in = in;
    this.peer = peer;
    this.goOn = goOn;
  }

  /**
   * Reads the next request; null when the client has closed the connection between requests.
   *
   * @throws HttpProblem when the request cannot be understood; nothing more can be read then
   */
  @Nullable HttpRequest read() throws IOException, HttpProblem {
    if (start == end && !fill()) {
      return null;
    }
    String line = line();
    if (line.length() < MIN_REQUEST_LINE) {
      throw HttpProblem.malformed("HTTP request line too short");
    }
    if (line.indexOf('\0') >= 0) {
      throw HttpProblem.malformed("Invalid request line contains NUL");
    }
    String[] parts = line.split(" ", -1);
    if (parts.length != 3) {
      throw HttpProblem.malformed("HTTP request line malformed");
    }
    int minor = minorVersion(parts[2]);
    headerBytes = 0;
    HttpRequest head = new HttpRequest(parts[0], parts[1], minor, headers(), new byte[0], peer);
    if (head.header("Expect").orElse("").equalsIgnoreCase("100-continue")) {
      goOn.send();
    }
    return new HttpRequest(parts[0], parts[1], minor, head.headers(), body(head), peer);
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

  private List<Header> headers() throws IOException, HttpProblem {
    List<Header> headers = new ArrayList<>();
    while (true) {
      String line = headerLine();
      if (line.isEmpty()) {
        return headers;
      }
      int colon = line.indexOf(':');
      if (colon < 0) {
        throw HttpProblem.malformed("HTTP header missing colon (:)");
      }
      String name = line.substring(0, colon);
      if (name.isEmpty()) {
        throw HttpProblem.malformed("Empty HTTP header name");
      }
      for (int i = 0; i < colon; i++) {
        char c = name.charAt(i);
        if (c == ' ' || (c >= '\t' && c <= '\r')) {
          throw HttpProblem.malformed("Invalid header field-name contains whitespace");
        }
      }
      headers.add(new Header(name, line.substring(colon + 1).strip()));
    }
  }

  private String headerLine() throws IOException, HttpProblem {
    String line = line();
    if (line.indexOf('\r') >= 0 || line.indexOf('\0') >= 0) {
      throw HttpProblem.malformed("Header contains invalid character");
    }
    return line;
  }

  /** Reads up to a line feed; one carriage return before it belongs to the line end. */
  private String line() throws IOException, HttpProblem {
    StringBuilder line = null;
    int taken = 0;
    while (true) {
      int at = start;
      while (at < end && buffer[at] != '\n') {
        at++;
      }
      taken += at - start;
      if (taken > MAX_HEADERS_BYTES || headerBytes + taken > MAX_HEADERS_BYTES) {
        throw HttpProblem.malformed("HTTP headers exceed size limit");
      }
      String piece = new String(buffer, start, at - start, StandardCharsets.ISO_8859_1);
      boolean complete = at < end;
      start = complete ? at + 1 : at;
      if (complete) {
        headerBytes += taken + 1;
        String text = line == null ? piece : line.append(piece).toString();
        return text.endsWith("\r") ? text.substring(0, text.length() - 1) : text;
      }
      line = line == null ? new StringBuilder(piece) : line.append(piece);
      if (!fill()) {
        throw new EOFException("connection closed inside a request");
      }
    }
  }

  private byte[] body(HttpRequest head) throws IOException, HttpProblem {
    if (head.header("Transfer-Encoding").orElse("").equalsIgnoreCase("chunked")) {
      return chunks();
    }
    List<String> lengths = head.headerValues("Content-Length");
    if (lengths.isEmpty()) {
      return new byte[0];
    }
    for (String length : lengths) {
      if (!length.equals(lengths.get(0))) {
        throw HttpProblem.malformed("Differing Content-Length values");
      }
    }
    long length = number(lengths.get(0), 10, "Cannot parse Content-Length value");
    if (length > MAX_BODY_BYTES) {
      throw new HttpProblem(HttpReply.CONTENT_TOO_LARGE, "Max body size exceeded");
    }
    return append(new byte[0], 0, (int) length);
  }

  private byte[] chunks() throws IOException, HttpProblem {
    byte[] body = new byte[0];
    int size = 0;
    while (true) {
      headerBytes = 0;
      String line = line();
      int extension = line.indexOf(';');
      String digits = (extension < 0 ? line : line.substring(0, extension)).strip();
      long length = number(digits, 16, "Cannot parse chunk length value");
      if (length > MAX_BODY_BYTES - size) {
        throw new HttpProblem(HttpReply.CONTENT_TOO_LARGE, "Chunk will exceed max body size");
      }
      if (length == 0) {
        headers();
        return Arrays.copyOf(body, size);
      }
      body = append(body, size, (int) length);
      size += (int) length;
      if (!line().isEmpty()) {
        throw HttpProblem.malformed("Improperly terminated chunk");
      }
    }
  }

  private static long number(String digits, int radix, String otherwise) throws HttpProblem {
    if (digits.isEmpty() || digits.length() > 15) {
      throw HttpProblem.malformed(otherwise);
    }
    for (int i = 0; i < digits.length(); i++) {
      if (Character.digit(digits.charAt(i), radix) < 0 || digits.charAt(i) > 'f') {
        throw HttpProblem.malformed(otherwise);
      }
    }
    return Long.parseLong(digits, radix);
  }

  /**
   * Reads bytes behind those already there. Memory grows with what arrives, not with what is
   * announced.
   */
  private byte[] append(byte[] target, int at, int length) throws IOException {
    int total = at + length;
    byte[] bytes = target;
    int have = at;
    while (have < total) {
      if (have == bytes.length) {
        int wanted = Math.max(FIRST_BODY_BYTES, bytes.length * 2);
        bytes = Arrays.copyOf(bytes, Math.min(total, wanted));
      }
      int room = Math.min(bytes.length, total) - have;
      int read;
      if (start < end) {
        read = Math.min(room, end - start);
        System.arraycopy(buffer, start, bytes, have, read);
        start += read;
      } else {
        read = in.read(bytes, have, room);
        if (read < 0) {
          throw new EOFException("connection closed inside a request");
        }
      }
      have += read;
    }
    return bytes;
  }

  private boolean fill() throws IOException {
    start = 0;
    end = 0;
    int read = in.read(buffer, 0, buffer.length);
    if (read < 0) {
      return false;
    }
    end = read;
    return true;
  }
}
