// SPDX-License-Identifier: MIT
package org.moneyrocket.ipc.connection;

import java.io.IOException;

/** A connection was refused, here or by the peer. The message is one sentence naming both sides. */
public final class HandshakeException extends IOException {
  private static final long serialVersionUID = 1L;

  private final boolean refusal;

  private HandshakeException(String message, boolean refusal) {
    super(message);
    this.refusal = refusal;
  }

  /** Makes the failure of a peer that does not speak lanes, or is gone. */
  public HandshakeException(String message) {
    this(message, false);
  }

  /** As the other one, with the cause. */
  public HandshakeException(String message, Throwable cause) {
    super(message, cause);
    this.refusal = false;
  }

  /** Makes the failure of a peer that is one of ours, and that somebody has to do something for. */
  public static HandshakeException refusal(String sentence) {
    return new HandshakeException(sentence, true);
  }

  /** Tells whether one side has said why it does not want the other. */
  public boolean isRefusal() {
    return refusal;
  }
}
