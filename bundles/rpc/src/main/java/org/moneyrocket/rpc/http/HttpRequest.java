// SPDX-License-Identifier: MIT
package org.moneyrocket.rpc.http;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One request.
 *
 * @param method as sent, in capitals
 * @param target path and query as sent
 * @param minorVersion of HTTP/1
 * @param headers names and values in order
 * @param peer address and port of the client
 */
public record HttpRequest(
    String method,
    String target,
    int minorVersion,
    List<Header> headers,
    byte[] body,
    String peer) {
  /** One header line. */
  public record Header(String name, String value) {}

  /** Returns the first value of a header. */
  public Optional<String> header(String name) {
    for (Header header : headers) {
      if (header.name().equalsIgnoreCase(name)) {
        return Optional.of(header.value());
      }
    }
    return Optional.empty();
  }

  List<String> headerValues(String name) {
    List<String> values = new ArrayList<>();
    for (Header header : headers) {
      if (header.name().equalsIgnoreCase(name)) {
        values.add(header.value());
      }
    }
    return values;
  }

  /** Tells whether the connection stays open after the reply. */
  boolean keepsAlive() {
    String connection = header("Connection").orElse("");
    return minorVersion == 0
        ? connection.equalsIgnoreCase("keep-alive")
        : !connection.equalsIgnoreCase("close");
  }

  @Override
  public String toString() {
    return method + " " + target + " from " + peer;
  }
}
