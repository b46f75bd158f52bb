// SPDX-License-Identifier: MIT
package org.moneyrocket.node.peer;

import java.util.List;
import org.moneyrocket.fuzz.Check;

/** Subnets and permissions as users write them. */
public final class PermissionFuzz {
  private PermissionFuzz() {}

  /** Reads a text as a subnet and as an entry of -whitelist. */
  public static void fuzz(String text) {
    Subnet.parse(text)
        .ifPresent(
            subnet -> {
              Check.that(subnet.contains(subnet.network()), "a network is in itself");
              Check.same(Subnet.parse(subnet.toString()).orElse(null), subnet, "subnet");
            });
    try {
      new PermissionRules(List.of(text), true, true);
    } catch (IllegalArgumentException e) {
      Check.that(!String.valueOf(e.getMessage()).isEmpty(), "an error says what is wrong");
    }
  }
}
