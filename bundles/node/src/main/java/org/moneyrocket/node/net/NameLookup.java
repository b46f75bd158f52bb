// SPDX-License-Identifier: MIT
package org.moneyrocket.node.net;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;

/**
 * Finds the addresses of a name. The only way in which names leave the node; tests take another.
 */
public interface NameLookup {
  /** Knows no name, so that none is asked for. */
  NameLookup NONE = name -> List.of();

  /** Asks the system, which asks the network. */
  NameLookup SYSTEM =
      name -> {
        try {
          return List.of(InetAddress.getAllByName(name));
        } catch (UnknownHostException e) {
          return List.of();
        }
      };

  /** Returns the addresses, none if the name is not known. May block for seconds. */
  List<InetAddress> addresses(String name);
}
