// SPDX-License-Identifier: MIT
package org.moneyrocket.node.peer;

import java.net.InetAddress;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.moneyrocket.primitives.Bytes;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What is done about a peer that broke a rule: cut off, its address remembered until restart. */
final class Misbehaviour {
  private static final int MAX_DISCOURAGED = 50_000;
  private static final Logger log = LoggerFactory.getLogger("net");

  /** Addresses as bytes: a stranger with a network of them could choose which ones collide. */
  private final Set<Bytes> discouraged =
      Collections.synchronizedSet(
          Collections.newSetFromMap(
              new LinkedHashMap<>() {
                private static final long serialVersionUID = 1L;

                @Override
                protected boolean removeEldestEntry(Map.Entry<Bytes, Boolean> eldest) {
                  return size() > MAX_DISCOURAGED;
                }
              }));

  /** Marks {@code peer} for disconnection unless it may do what it likes. */
  void punish(Peer peer, String what) {
    log.debug("Misbehaving: peer={}{}", peer.id, what.isEmpty() ? "" : ": " + what);
    if (peer.has(Permission.NOBAN)) {
      log.info("Warning: not punishing noban peer {}!", peer.id);
      return;
    }
    if (peer.kind == ConnectionKind.MANUAL) {
      log.info("Warning: not punishing manually connected peer {}!", peer.id);
      return;
    }
    InetAddress address = peer.socket.remoteAddress().address();
    if (address.isLoopbackAddress()) {
      log.debug("Warning: disconnecting but not discouraging local peer {}!", peer.id);
    } else {
      log.debug("Disconnecting and discouraging peer {}!", peer.id);
      discouraged.add(Bytes.wrap(address.getAddress()));
    }
    peer.disconnect = true;
  }

  boolean isDiscouraged(InetAddress address) {
    return discouraged.contains(Bytes.wrap(address.getAddress()));
  }
}
