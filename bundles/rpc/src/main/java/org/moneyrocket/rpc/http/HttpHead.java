// SPDX-License-Identifier: MIT
package org.moneyrocket.rpc.http;

import java.util.List;
import java.util.Optional;

/**
 * What comes before the body of a request.
 *
 * @param method as sent, in capitals
 * @param target path and query as sent
 * @param minorVersion of HTTP/1
 * @param headers those that mean something to a server, of each name the first
 * @param peer address and port of the client
 */
public record HttpHead(
    String method, String target, int minorVersion, List<Header> headers, String peer) {
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

  /** Tells whether the connection stays open after the reply. */
  boolean keepsAlive() {
    String connection = header("Connection").orElse("");
    return minorVersion == 0
        ? connection.equalsIgnoreCase("keep-alive")
        : !connection.equalsIgnoreCase("close");
  }

  boolean isChunked() {
    return header("Transfer-Encoding").orElse("").equalsIgnoreCase("chunked");
  }

  boolean waitsForContinue() {
    return header("Expect").orElse("").equalsIgnoreCase("100-continue");
  }

  @Override
  public String toString() {
    return method + " " + target + " from " + peer;
  }
}
