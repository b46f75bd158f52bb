// SPDX-License-Identifier: MIT
package org.moneyrocket.settings;

import java.util.Optional;
import java.util.OptionalInt;

/**
 * A host with an optional port: {@code host}, {@code host:port}, {@code [v6]:port}, {@code v6}.
 *
 * @param host without brackets
 */
public record HostPort(String host, OptionalInt port) {
  /** Takes the text apart. Empty when what looks like a port is none. */
  public static Optional<HostPort> parse(String text) {
    int colon = text.lastIndexOf(':');
    boolean bracketed = text.startsWith("[") && (text.endsWith("]") || text.contains("]:"));
    boolean severalColons = colon >= 0 && text.indexOf(':') != colon;
    String host = text;
    OptionalInt port = OptionalInt.empty();
    boolean portFollows =
        colon >= 0 && (colon == 0 || text.charAt(colon - 1) == ']' || !severalColons);
    if (portFollows) {
      port = port(text.substring(colon + 1));
      if (port.isEmpty()) {
        return Optional.empty();
      }
      host = text.substring(0, colon);
    }
    if (bracketed && host.startsWith("[") && host.endsWith("]")) {
      host = host.substring(1, host.length() - 1);
    }
    return Optional.of(new HostPort(host, port));
  }

  /** Reads a port, 1 to 65535. Empty when it is none. */
  public static OptionalInt port(String text) {
    if (text.isEmpty() || text.length() > 5) {
      return OptionalInt.empty();
    }
    int value = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c < '0' || c > '9') {
        return OptionalInt.empty();
      }
      value = value * 10 + (c - '0');
    }
    return value == 0 || value > 65_535 ? OptionalInt.empty() : OptionalInt.of(value);
  }
}
