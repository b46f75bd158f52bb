// SPDX-License-Identifier: MIT
package org.moneyrocket.node.net;

/** A frame after which a connection cannot go on. The message is a line for the log. */
final class FrameException extends Exception {
  private static final long serialVersionUID = 1L;

  FrameException(String message) {
    super(message);
  }
}
