// SPDX-License-Identifier: MIT
package org.moneyrocket.rpc.http;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import org.moneyrocket.rpc.http.HttpHead.Header;

/** The lines before the body of a reply. */
final class ReplyHead {
  /** Length of a body that ends with its last chunk, or with the connection. */
  static final long UNKNOWN = -1;

  private ReplyHead() {}

  /**
   * Writes the lines.
   *
   * @param minorVersion of the request
   * @param keepAlive whether the connection stays open; not possible for HTTP/1.0 and a body of
   *     unknown length
   * @param length of the body in bytes, or {@link #UNKNOWN}
   */
  static byte[] write(
      int status, List<Header> headers, int minorVersion, boolean keepAlive, long length) {
    StringBuilder head = new StringBuilder(256);
    head.append("HTTP/1.").append(minorVersion).append(' ').append(status).append(' ');
    head.append(reason(status)).append("\r\n");
    boolean typed = false;
    for (Header header : headers) {
      append(head, header.name(), header.value());
      typed |= header.name().equalsIgnoreCase("Content-Type");
    }
    boolean needsBody = status != HttpReply.NO_CONTENT;
    if (minorVersion == 0) {
      if (keepAlive) {
        append(head, "Connection", "keep-alive");
      }
    } else {
      append(head, "Date", HttpDate.now());
    }
    if (needsBody && length == UNKNOWN) {
      if (minorVersion > 0) {
        append(head, "Transfer-Encoding", "chunked");
      }
    } else if (needsBody && (minorVersion > 0 || keepAlive)) {
      append(head, "Content-Length", Long.toString(length));
    }
    if (needsBody && !typed) {
      append(head, "Content-Type", "text/html; charset=ISO-8859-1");
    }
    if (minorVersion > 0 && !keepAlive) {
      append(head, "Connection", "close");
    }
    return head.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1);
  }

  private static void append(StringBuilder head, String name, String value) {
    head.append(name).append(": ").append(value).append("\r\n");
  }

  private static String reason(int status) {
    return switch (status) {
      case HttpReply.OK -> "OK";
      case HttpReply.NO_CONTENT -> "No Content";
      case HttpReply.BAD_REQUEST -> "Bad Request";
      case HttpReply.UNAUTHORIZED -> "Unauthorized";
      case HttpReply.FORBIDDEN -> "Forbidden";
      case HttpReply.NOT_FOUND -> "Not Found";
      case HttpReply.BAD_METHOD -> "Method Not Allowed";
      case HttpReply.CONTENT_TOO_LARGE -> "Content too large";
      case HttpReply.INTERNAL_ERROR -> "Internal Server Error";
      case HttpReply.UNAVAILABLE -> "Service Unavailable";
      default -> "";
    };
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
