// SPDX-License-Identifier: MIT
package org.moneyrocket.interfaces.wallet;

import java.util.Optional;
import org.moneyrocket.primitives.Amount;
import org.moneyrocket.primitives.Txid;

/**
 * What became of a send.
 *
 * @param state sent, or not
 * @param error sentence for the user, empty when sent
 */
public record SendOutcome(State state, Optional<Txid> txid, Optional<Amount> fee, String error) {
  /** Fate of a send. */
  public enum State {
    /** Stored in the wallet and handed to the node. */
    SENT,
    /** Nothing was made; the coins are as before. */
    NOT_SENT,
    /**
     * Nothing was made: what was confirmed cannot be sent any more, for example because a coin was
     * spent meanwhile. Another preview may be confirmed.
     */
    CHANGED,
    /** The wallet does not know this key. */
    UNKNOWN
  }
}
