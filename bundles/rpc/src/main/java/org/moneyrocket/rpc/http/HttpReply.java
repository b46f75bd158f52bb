// SPDX-License-Identifier: MIT
package org.moneyrocket.rpc.http;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.moneyrocket.rpc.http.HttpHead.Header;

/**
 * The answer to a request.
 *
 * @param headers besides those that the server adds: date, length, connection and a default type
 */
public record HttpReply(int status, List<Header> headers, byte[] body) {
  public static final int OK = 200;
  public static final int NO_CONTENT = 204;
  public static final int BAD_REQUEST = 400;
  public static final int UNAUTHORIZED = 401;
  public static final int FORBIDDEN = 403;
  public static final int NOT_FOUND = 404;
  public static final int BAD_METHOD = 405;
  public static final int CONTENT_TOO_LARGE = 413;
  public static final int INTERNAL_ERROR = 500;
  public static final int UNAVAILABLE = 503;

  public HttpReply {
    headers = List.copyOf(headers);
  }

  /** Makes a reply without content. */
  public static HttpReply of(int status) {
    return new HttpReply(status, List.of(), new byte[0]);
  }

  /** Makes a reply with text. */
  public static HttpReply of(int status, String text) {
    return new HttpReply(status, List.of(), text.getBytes(StandardCharsets.UTF_8));
  }

  /** Makes a reply of the server itself that nobody may store. */
  static HttpReply error(int status, String text) {
    return of(status, text).with("Cache-Control", "no-store");
  }

  /** Adds a header. */
  public HttpReply with(String name, String value) {
    List<Header> more = new ArrayList<>(headers);
    more.add(new Header(name, value));
    return new HttpReply(status, more, body);
  }
}
