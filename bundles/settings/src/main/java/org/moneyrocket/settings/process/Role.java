// SPDX-License-Identifier: MIT
package org.moneyrocket.settings.process;

import java.util.Locale;
import java.util.Optional;

/** The parts a process can play. One process plays one or several of them. */
public enum Role {
  NODE,
  WALLET,
  GUI;

  /** Returns the word used in profiles, in {@code ProcessInfo} and on the wire. */
  public String id() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Finds a role by {@link #id()}. */
  public static Optional<Role> byId(String id) {
    for (Role role : values()) {
      if (role.id().equals(id)) {
        return Optional.of(role);
      }
    }
    return Optional.empty();
  }
}
