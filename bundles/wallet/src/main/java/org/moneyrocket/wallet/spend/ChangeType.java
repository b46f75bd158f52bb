// SPDX-License-Identifier: MIT
package org.moneyrocket.wallet.spend;

import java.util.List;
import java.util.Optional;
import org.moneyrocket.script.address.Destination;
import org.moneyrocket.script.address.OutputType;
import org.moneyrocket.wallet.WalletSettings;
import org.moneyrocket.wallet.keys.KeyRing;

/** Chooses the kind of change address, so that change looks like the payment. */
final class ChangeType {
  private ChangeType() {}

  static OutputType choose(
      Optional<OutputType> wanted,
      WalletSettings settings,
      KeyRing ring,
      List<Recipient> recipients) {
    Optional<OutputType> fixed = wanted.or(settings::changeType);
    if (fixed.isPresent()) {
      return fixed.get();
    }
    if (settings.addressType() == OutputType.LEGACY) {
      return OutputType.LEGACY;
    }
    boolean taproot = false;
    boolean witnessKey = false;
    boolean scriptHash = false;
    boolean keyHash = false;
    for (Recipient recipient : recipients) {
      switch (Destination.of(recipient.script()).orElse(null)) {
        case Destination.Taproot _ -> taproot = true;
        case Destination.WitnessKeyHash _ -> witnessKey = true;
        case Destination.ScriptHash _ -> scriptHash = true;
        case Destination.KeyHash _ -> keyHash = true;
        case Destination.WitnessScriptHash _, Destination.WitnessUnknown _ -> {}
        case null -> {}
      }
    }
    boolean hasTaproot = ring.active(OutputType.BECH32M, true).isPresent();
    boolean hasBech32 = ring.active(OutputType.BECH32, true).isPresent();
    if (taproot && hasTaproot) {
      return OutputType.BECH32M;
    }
    if (witnessKey && hasBech32) {
      return OutputType.BECH32;
    }
    if (scriptHash && ring.active(OutputType.P2SH_SEGWIT, true).isPresent()) {
      return OutputType.P2SH_SEGWIT;
    }
    if (keyHash && ring.active(OutputType.LEGACY, true).isPresent()) {
      return OutputType.LEGACY;
    }
    if (hasTaproot) {
      return OutputType.BECH32M;
    }
    return hasBech32 ? OutputType.BECH32 : settings.addressType();
  }
}
