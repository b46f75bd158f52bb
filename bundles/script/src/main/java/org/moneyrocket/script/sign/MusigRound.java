// SPDX-License-Identifier: MIT
package org.moneyrocket.script.sign;

import java.util.List;
import org.moneyrocket.crypto.MuSig2;
import org.moneyrocket.script.key.PublicKey;

/**
 * What participants sign together.
 *
 * @param aggregate the key their keys aggregate to
 * @param participants in the order of aggregation
 * @param tweaks what leads from the aggregate to the key that signs
 * @param signingKey the aggregate with all tweaks
 * @param use what the signature is for
 */
public record MusigRound(
    PublicKey aggregate,
    List<PublicKey> participants,
    List<MuSig2.Tweak> tweaks,
    PublicKey signingKey,
    TaprootUse use) {
  public MusigRound {
    participants = List.copyOf(participants);
    tweaks = List.copyOf(tweaks);
  }
}
