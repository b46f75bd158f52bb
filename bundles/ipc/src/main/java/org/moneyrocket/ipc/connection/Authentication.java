// SPDX-License-Identifier: MIT
package org.moneyrocket.ipc.connection;

import java.util.OptionalInt;
import org.moneyrocket.primitives.Bytes;

/**
 * What a peer must prove before anything else is read from it.
 *
 * @param requiredUser effective user the system must report for the peer (SO_PEERCRED); root is
 *     accepted too
 * @param requiredToken token the peer must present; empty asks for none
 * @param presentedToken token to present to the peer; may be empty
 */
public record Authentication(OptionalInt requiredUser, Bytes requiredToken, Bytes presentedToken) {
  /** For a socket that was inherited or made by ourselves: having it is the proof. */
  public static Authentication inherited() {
    return new Authentication(OptionalInt.empty(), Bytes.EMPTY, Bytes.EMPTY);
  }

  /** For a socket in the file system: the peer must run as user {@code uid}. */
  public static Authentication sameUser(int uid) {
    return new Authentication(OptionalInt.of(uid), Bytes.EMPTY, Bytes.EMPTY);
  }

  @Override
  public String toString() {
    return "Authentication[user " + requiredUser + ", tokens not shown]";
  }
}
