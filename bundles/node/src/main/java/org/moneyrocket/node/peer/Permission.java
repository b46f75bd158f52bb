// SPDX-License-Identifier: MIT
package org.moneyrocket.node.peer;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** What a peer is allowed beyond others ({@code -whitelist}, {@code -whitebind}). */
enum Permission {
  BLOOMFILTER("bloomfilter"),
  NOBAN("noban"),
  FORCERELAY("forcerelay"),
  RELAY("relay"),
  MEMPOOL("mempool"),
  DOWNLOAD("download"),
  ADDR("addr");

  private final String text;

  Permission(String text) {
    this.text = text;
  }

  String text() {
    return text;
  }

  /** Permissions of an entry that names none. */
  static Set<Permission> implicit(boolean relay, boolean forceRelay) {
    Set<Permission> set = EnumSet.of(NOBAN, MEMPOOL, DOWNLOAD);
    if (relay) {
      set.add(RELAY);
    }
    if (forceRelay) {
      set.add(RELAY);
      set.add(FORCERELAY);
    }
    return set;
  }

  /**
   * Adds the permission named {@code word} with all it implies.
   *
   * @return false if there is no such permission
   */
  static boolean add(Set<Permission> set, String word) {
    switch (word) {
      case "bloomfilter", "bloom" -> set.add(BLOOMFILTER);
      case "noban" -> set.addAll(List.of(NOBAN, DOWNLOAD));
      case "forcerelay" -> set.addAll(List.of(FORCERELAY, RELAY));
      case "relay" -> set.add(RELAY);
      case "mempool" -> set.add(MEMPOOL);
      case "download" -> set.add(DOWNLOAD);
      case "addr" -> set.add(ADDR);
      case "all" -> set.addAll(EnumSet.allOf(Permission.class));
      default -> {
        return false;
      }
    }
    return true;
  }

  /** Returns the names in the order {@code getpeerinfo} lists them. */
  static List<String> names(Set<Permission> set) {
    return EnumSet.allOf(Permission.class).stream()
        .filter(set::contains)
        .map(Permission::text)
        .toList();
  }
}
