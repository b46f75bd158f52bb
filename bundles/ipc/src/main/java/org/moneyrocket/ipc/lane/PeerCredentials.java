// SPDX-License-Identifier: MIT
package org.moneyrocket.ipc.lane;

import java.io.IOException;

/**
 * Who connected a Unix socket, as told by the system (SO_PEERCRED). For a socket pair this is the
 * process that made the pair.
 *
 * @param pid process
 * @param uid effective user
 * @param gid effective group
 */
public record PeerCredentials(int pid, int uid, int gid) {
  static PeerCredentials of(Descriptor socket) throws IOException {
    if (!Abi.HERE.linux()) {
      throw new IOException("credentials of a peer are not available here");
    }
    int[] ucred = Posix.option(socket.fd(), Abi.SO_PEERCRED, 3);
    return new PeerCredentials(ucred[0], ucred[1], ucred[2]);
  }
}
