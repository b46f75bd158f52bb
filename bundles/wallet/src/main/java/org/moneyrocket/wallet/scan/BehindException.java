// SPDX-License-Identifier: MIT
package org.moneyrocket.wallet.scan;

/**
 * The wallet has not applied what the chain did before a call, so that its answer could be an old
 * one; the message is a sentence for the user. The same call may succeed later.
 */
public final class BehindException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public BehindException(String message) {
    super(message);
  }
}
