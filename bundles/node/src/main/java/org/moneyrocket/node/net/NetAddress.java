// SPDX-License-Identifier: MIT
package org.moneyrocket.node.net;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import org.moneyrocket.node.message.PeerAddress;
import org.moneyrocket.primitives.Bytes;

/**
 * An IP address and a port.
 *
 * @param port 0 to 65535
 */
public record NetAddress(InetAddress address, int port) {
  /** Of a socket that was closed before anybody asked. */
  public static final NetAddress NOWHERE = new NetAddress(InetAddress.ofLiteral("0.0.0.0"), 0);

  public static NetAddress of(InetSocketAddress socket) {
    return new NetAddress(socket.getAddress(), socket.getPort());
  }

  /**
   * Reads {@code host}, {@code host:port}, {@code [v6]:port} or a bare IPv6 address. A name is
   * looked up in {@code names}; of several addresses one is chosen at random.
   *
   * @return empty if it is none of these, or the name is not known
   */
  public static Optional<NetAddress> parse(String text, int defaultPort, NameLookup names) {
    String host = text.strip();
    int port = defaultPort;
    int colon = host.lastIndexOf(':');
    boolean bracketed = host.startsWith("[") && host.indexOf(']') > 0;
    boolean hasPort =
        colon > 0 && (bracketed ? host.charAt(colon - 1) == ']' : host.indexOf(':') == colon);
    if (hasPort) {
      try {
        port = Integer.parseInt(host.substring(colon + 1));
      } catch (NumberFormatException e) {
        return Optional.empty();
      }
      if (port < 0 || port > 65535) {
        return Optional.empty();
      }
      host = host.substring(0, colon);
    }
    if (bracketed && host.endsWith("]")) {
      host = host.substring(1, host.length() - 1);
    }
    if (host.isEmpty()) {
      return Optional.empty();
    }
    try {
      if (isLiteral(host)) {
        // The platform also takes "1.2.3"; here an IPv4 address has four numbers.
        if (host.indexOf(':') < 0 && host.chars().filter(c -> c == '.').count() != 3) {
          return Optional.empty();
        }
        return Optional.of(new NetAddress(InetAddress.ofLiteral(host), port));
      }
      List<InetAddress> found = names.addresses(host);
      return found.isEmpty()
          ? Optional.empty()
          : Optional.of(
              new NetAddress(found.get(ThreadLocalRandom.current().nextInt(found.size())), port));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /** Tells whether {@code host} is written as an address and not as a name. */
  private static boolean isLiteral(String host) {
    return host.indexOf(':') >= 0 || host.chars().allMatch(c -> c == '.' || (c >= '0' && c <= '9'));
  }

  public InetSocketAddress toSocketAddress() {
    return new InetSocketAddress(address, port);
  }

  /**
   * Returns Core's name of the network: {@code ipv4}, {@code ipv6} or {@code
   * not_publicly_routable}.
   */
  public String network() {
    if (address.isLoopbackAddress()
        || address.isSiteLocalAddress()
        || address.isLinkLocalAddress()
        || address.isAnyLocalAddress()) {
      return "not_publicly_routable";
    }
    return address instanceof Inet4Address ? "ipv4" : "ipv6";
  }

  /** Returns the form of the version message, IPv4 mapped into IPv6. */
  public PeerAddress toPeerAddress(long services) {
    byte[] raw = address.getAddress();
    byte[] mapped = raw;
    if (raw.length == 4) {
      mapped = new byte[16];
      mapped[10] = -1;
      mapped[11] = -1;
      System.arraycopy(raw, 0, mapped, 12, 4);
    }
    return new PeerAddress(services, Bytes.of(mapped), port);
  }

  /** Returns the address without the port, IPv6 without brackets. */
  public String host() {
    return address.getHostAddress();
  }

  /** Returns {@code 1.2.3.4:8333} or {@code [::1]:8333}. */
  @Override
  public String toString() {
    return address instanceof Inet4Address
        ? host() + ":" + port
        : "[" + compressed(address.getAddress()) + "]:" + port;
  }

  /** Writes an IPv6 address in the short form (RFC 5952). */
  private static String compressed(byte[] raw) {
    int[] groups = new int[8];
    for (int i = 0; i < 8; i++) {
      groups[i] = (raw[2 * i] & 0xff) << 8 | (raw[2 * i + 1] & 0xff);
    }
    int bestStart = -1;
    int bestLength = 1;
    for (int i = 0; i < 8; i++) {
      int length = 0;
      while (i + length < 8 && groups[i + length] == 0) {
        length++;
      }
      if (length > bestLength) {
        bestStart = i;
        bestLength = length;
      }
      i += length;
    }
    StringBuilder out = new StringBuilder();
    for (int i = 0; i < 8; i++) {
      if (i == bestStart) {
        out.append("::");
        i += bestLength - 1;
      } else {
        if (out.length() > 0 && out.charAt(out.length() - 1) != ':') {
          out.append(':');
        }
        out.append(Integer.toHexString(groups[i]));
      }
    }
    return out.toString();
  }
}
