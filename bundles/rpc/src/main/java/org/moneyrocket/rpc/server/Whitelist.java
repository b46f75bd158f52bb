// SPDX-License-Identifier: MIT
package org.moneyrocket.rpc.server;

import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.moneyrocket.settings.Settings;
import org.moneyrocket.settings.catalogue.RpcOptions;

/** Which methods a user may call. */
final class Whitelist {
  private final Map<String, Set<String>> methods = new HashMap<>();
  private final boolean nothingByDefault;

  Whitelist(Settings settings) {
    for (String text : settings.get(RpcOptions.RPCWHITELIST)) {
      int colon = text.indexOf(':');
      String user = colon < 0 ? text : text.substring(0, colon);
      if (colon < 0) {
        methods.computeIfAbsent(user, key -> new HashSet<>());
        continue;
      }
      Set<String> named = new HashSet<>(Arrays.asList(text.substring(colon + 1).split("[, ]")));
      Set<String> earlier = methods.get(user);
      if (earlier != null) {
        named.retainAll(earlier);
      }
      methods.put(user, named);
    }
    nothingByDefault =
        settings
            .find(RpcOptions.RPCWHITELISTDEFAULT)
            .orElse(!settings.get(RpcOptions.RPCWHITELIST).isEmpty());
  }

  /** Tells whether the user may call nothing at all, because he has no list and needs one. */
  boolean refusesAll(String user) {
    return nothingByDefault && !methods.containsKey(user);
  }

  /** Tells whether the user's calls are limited to a list. */
  boolean limits(String user) {
    return methods.containsKey(user);
  }

  boolean allows(String user, String method) {
    Set<String> allowed = methods.get(user);
    return allowed == null || allowed.contains(method);
  }
}
