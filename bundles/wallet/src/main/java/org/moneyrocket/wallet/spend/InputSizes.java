// SPDX-License-Identifier: MIT
package org.moneyrocket.wallet.spend;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.moneyrocket.primitives.ByteWriter;
import org.moneyrocket.primitives.Bytes;
import org.moneyrocket.primitives.Transaction;
import org.moneyrocket.primitives.TxIn;
import org.moneyrocket.primitives.TxOut;
import org.moneyrocket.script.address.OutputType;
import org.moneyrocket.script.descriptor.Descriptor;
import org.moneyrocket.script.sign.SigningData;
import org.moneyrocket.wallet.keys.KeyRing;
import org.moneyrocket.wallet.keys.OwnedDescriptor;
import org.moneyrocket.wallet.store.WalletFlag;

/** Works out how large inputs and transactions are once they are signed. Not thread-safe. */
public final class InputSizes {
  /** Bytes of an input besides the length of its script and what follows. */
  private static final int OUTPOINT_AND_SEQUENCE = 32 + 4 + 4;

  /** A size in virtual bytes and weight. */
  public record Size(int vsize, long weight) {
    static Size ofWeight(long weight) {
      return new Size((int) ((weight + 3) / 4), weight);
    }
  }

  private final KeyRing ring;
  private final boolean grindsLowR;
  private final SigningData external;

  /** Descriptors whose scripts all need the same to be spent. */
  private final Map<Bytes, Optional<Satisfaction>> known = new HashMap<>();

  private record Satisfaction(long weight, long elements, boolean segwit) {}

  /**
   * @param flags flags of the wallet
   * @param external keys and scripts of inputs that are not the wallet's
   */
  public InputSizes(KeyRing ring, long flags, SigningData external) {
    this.ring = ring;
    this.grindsLowR = !WalletFlag.DISABLE_PRIVATE_KEYS.in(flags);
    this.external = external;
  }

  private Optional<Satisfaction> satisfaction(Bytes script, boolean highR) {
    List<OwnedDescriptor> owners = ring.owners(script);
    if (owners.size() == 1 && owners.get(0).isRange() && !highR) {
      OwnedDescriptor owner = owners.get(0);
      if (owner.descriptor().isSingleType()) {
        return known.computeIfAbsent(
            owner.id(), id -> satisfaction(owner.descriptor(), !grindsLowR));
      }
    }
    SigningData data = ring.signingData(List.of(script), false);
    data.merge(external.withoutSecrets(true));
    Descriptor inferred = Descriptor.infer(script, data, ring.format());
    return inferred.isSolvable() ? satisfaction(inferred, !grindsLowR || highR) : Optional.empty();
  }

  private static Optional<Satisfaction> satisfaction(Descriptor descriptor, boolean highR) {
    OptionalLong weight = descriptor.maxSatisfactionWeight(highR);
    OptionalLong elements = descriptor.maxSatisfactionElements();
    if (weight.isEmpty() || elements.isEmpty()) {
      return Optional.empty();
    }
    boolean segwit = descriptor.outputType().map(type -> type != OutputType.LEGACY).orElse(false);
    return Optional.of(new Satisfaction(weight.getAsLong(), elements.getAsLong(), segwit));
  }

  private static long weight(Satisfaction needed, boolean segwitTransaction) {
    int scriptLength = needed.segwit() ? 1 : ByteWriter.compactSizeLength(needed.weight() / 4);
    int stackLength =
        needed.segwit()
            ? ByteWriter.compactSizeLength(needed.elements())
            : segwitTransaction ? 1 : 0;
    return (OUTPOINT_AND_SEQUENCE + scriptLength) * 4L + stackLength + needed.weight();
  }

  /**
   * Returns the virtual bytes of an input that spends {@code script}; empty if nobody knows how.
   *
   * @param foreign whether others sign it, perhaps with larger signatures
   */
  public OptionalInt inputVsize(Bytes script, boolean foreign) {
    return satisfaction(script, foreign)
        .map(needed -> OptionalInt.of(Size.ofWeight(weight(needed, true)).vsize()))
        .orElse(OptionalInt.empty());
  }

  /**
   * Returns the largest size of a transaction once it is signed; empty if an input is not
   * understood.
   *
   * @param spent the outputs it spends, in order
   */
  public Optional<Size> signedSize(
      Transaction transaction, List<TxOut> spent, SpendOptions options) {
    List<TxIn> inputs = transaction.inputs();
    boolean segwit =
        spent.stream()
            .anyMatch(
                out -> satisfaction(out.script(), false).map(Satisfaction::segwit).orElse(false));
    long weight =
        (8L
                + ByteWriter.compactSizeLength(inputs.size())
                + ByteWriter.compactSizeLength(transaction.outputs().size()))
            * 4;
    weight += segwit ? 2 : 0;
    for (TxOut output : transaction.outputs()) {
      weight += DustRule.outputSize(output) * 4L;
    }
    for (int i = 0; i < inputs.size(); i++) {
      Optional<Preselected> preset = options.preselected(inputs.get(i).prevout());
      Optional<Integer> given = preset.flatMap(Preselected::weight);
      if (given.isPresent()) {
        weight += given.get();
        continue;
      }
      boolean foreign = preset.flatMap(Preselected::external).isPresent();
      Optional<Satisfaction> needed = satisfaction(spent.get(i).script(), foreign);
      if (needed.isEmpty()) {
        return Optional.empty();
      }
      weight += weight(needed.get(), segwit);
    }
    return Optional.of(Size.ofWeight(weight));
  }
}
