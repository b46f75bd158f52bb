// SPDX-License-Identifier: MIT
package org.moneyrocket.ipc.connection;

/**
 * Why a connection ended.
 *
 * @param cause what happened
 * @param message one sentence that names the peer
 */
public record ConnectionEnd(Cause cause, String message) {
  /** What happened. */
  public enum Cause {
    /** {@link Connection#close()} was called here. */
    CLOSED_HERE,
    /** The peer said goodbye. */
    CLOSED_BY_PEER,
    /** The stream ended without a goodbye: the peer died or was cut off. */
    LOST,
    /** The peer stopped to answer pings. */
    SILENT,
    /** The peer broke the protocol or a limit. */
    PROTOCOL
  }
}
