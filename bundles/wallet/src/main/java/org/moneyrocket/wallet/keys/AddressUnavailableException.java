// SPDX-License-Identifier: MIT
package org.moneyrocket.wallet.keys;

/** No address can be given out; the message is a sentence for the user. */
public final class AddressUnavailableException extends Exception {
  private static final long serialVersionUID = 1L;

  AddressUnavailableException(String message) {
    super(message);
  }
}
