// SPDX-License-Identifier: MIT
package org.moneyrocket.node.peer;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The entries of {@code -whitelist}. */
public final class PermissionRules {
  private record Rule(
      Optional<Set<Permission>> permissions, Subnet subnet, boolean inbound, boolean outbound) {}

  private final List<Rule> rules = new ArrayList<>();
  private final boolean relay;
  private final boolean forceRelay;

  /**
   * @param entries {@code [permissions@]network}
   * @param relay {@code -whitelistrelay}
   * @param forceRelay {@code -whitelistforcerelay}
   * @throws IllegalArgumentException with the sentence for the user if an entry makes no sense
   */
  public PermissionRules(List<String> entries, boolean relay, boolean forceRelay) {
    this.relay = relay;
    this.forceRelay = forceRelay;
    for (String entry : entries) {
      rules.add(parse(entry));
    }
  }

  private static Rule parse(String entry) {
    int at = entry.indexOf('@');
    boolean in = true;
    boolean out = false;
    Optional<Set<Permission>> permissions = Optional.empty();
    if (at >= 0) {
      Set<Permission> set = EnumSet.noneOf(Permission.class);
      boolean inWord = false;
      boolean outWord = false;
      for (String word : entry.substring(0, at).split(",")) {
        switch (word) {
          case "in" -> inWord = true;
          case "out" -> outWord = true;
          case "" -> {
            // Two commas in a row name nothing.
          }
          default -> {
            if (!Permission.add(set, word)) {
              throw new IllegalArgumentException("Invalid P2P permission: '" + word + "'");
            }
          }
        }
      }
      if (set.isEmpty() && (inWord || outWord)) {
        throw new IllegalArgumentException(
            "Only direction was set, no permissions: '" + entry + "'");
      }
      in = inWord || !outWord;
      out = outWord;
      permissions = Optional.of(set);
    }
    String network = entry.substring(at + 1);
    Subnet subnet =
        Subnet.parse(network)
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "Invalid netmask specified in -whitelist: '" + network + "'"));
    return new Rule(permissions, subnet, in, out);
  }

  /**
   * Reads what peers may do that come to an address of {@code -whitebind}.
   *
   * @param entry {@code [permissions@]address}
   * @throws IllegalArgumentException with the sentence for the user if a permission is unknown
   */
  Set<Permission> ofBind(String entry) {
    int at = entry.indexOf('@');
    if (at < 0) {
      return Permission.implicit(relay, forceRelay);
    }
    Set<Permission> set = EnumSet.noneOf(Permission.class);
    boolean direction = false;
    for (String word : entry.substring(0, at).split(",")) {
      switch (word) {
        case "in" -> direction = true;
        case "out" ->
            throw new IllegalArgumentException(
                "whitebind may only be used for incoming connections (\"out\" was passed)");
        case "" -> {
          // Two commas in a row name nothing.
        }
        default -> {
          if (!Permission.add(set, word)) {
            throw new IllegalArgumentException("Invalid P2P permission: '" + word + "'");
          }
        }
      }
    }
    if (direction && set.isEmpty()) {
      throw new IllegalArgumentException("Only direction was set, no permissions: '" + entry + "'");
    }
    return set;
  }

  /** Returns what a peer at {@code address} may do. */
  Set<Permission> permissionsOf(InetAddress address, boolean inbound) {
    Set<Permission> set = EnumSet.noneOf(Permission.class);
    for (Rule rule : rules) {
      if ((inbound ? rule.inbound() : rule.outbound()) && rule.subnet().contains(address)) {
        set.addAll(rule.permissions().orElseGet(() -> Permission.implicit(relay, forceRelay)));
      }
    }
    return set;
  }
}
