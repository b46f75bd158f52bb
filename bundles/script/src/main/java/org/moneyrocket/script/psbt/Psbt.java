// SPDX-License-Identifier: MIT
package org.moneyrocket.script.psbt;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.moneyrocket.primitives.Bytes;
import org.moneyrocket.primitives.Transaction;
import org.moneyrocket.primitives.TxIn;
import org.moneyrocket.primitives.TxOut;
import org.moneyrocket.primitives.Txid;
import org.moneyrocket.script.key.ExtendedPublicKey;
import org.moneyrocket.script.key.KeyOrigin;

/**
 * A partially signed transaction, version 0 (BIP174) or 2 (BIP370). Lists it returns may be
 * changed. Not thread-safe.
 */
public final class Psbt extends PsbtMap {
  /** Version for new ones, unless somebody wants another. */
  public static final int DEFAULT_VERSION = 2;

  private static final Comparator<KeyOrigin> ORIGIN_ORDER =
      Comparator.comparing(KeyOrigin::fingerprint)
          .thenComparingInt(origin -> origin.path().steps().size())
          .thenComparing(KeyOrigin::path);

  /** Inputs may be added. */
  static final int MODIFIABLE_INPUTS = 1;

  /** Outputs may be added. */
  static final int MODIFIABLE_OUTPUTS = 2;

  /** A signature covers a single output, so that numbers must not shift. */
  static final int HAS_SINGLE = 4;

  /**
   * An extended key of the wallet.
   *
   * @param version the four bytes in front, which tell chains apart
   */
  public record GlobalKey(int version, ExtendedPublicKey key) implements Comparable<GlobalKey> {
    @Override
    public int compareTo(GlobalKey other) {
      return key.compareTo(other.key);
    }
  }

  private final int version;
  int transactionVersion;
  OptionalLong fallbackLockTime = OptionalLong.empty();
  OptionalInt modifiable = OptionalInt.empty();
  private final Map<KeyOrigin, SortedSet<GlobalKey>> globalKeys = new TreeMap<>(ORIGIN_ORDER);
  private final List<PsbtInput> inputs = new ArrayList<>();
  private final List<PsbtOutput> outputs = new ArrayList<>();

  Psbt(int version) {
    if (version != 0 && version != 2) {
      throw new IllegalArgumentException("there is no PSBT version " + version);
    }
    this.version = version;
  }

  /**
   * Starts a PSBT for a transaction; its scripts are left out.
   *
   * @param version 0 or 2
   */
  public static Psbt of(Transaction transaction, int version) {
    Psbt psbt = new Psbt(version);
    psbt.transactionVersion = transaction.version();
    psbt.fallbackLockTime = OptionalLong.of(Integer.toUnsignedLong(transaction.lockTime()));
    for (TxIn in : transaction.inputs()) {
      psbt.inputs.add(new PsbtInput(in.prevout(), OptionalInt.of(in.sequence())));
    }
    for (TxOut out : transaction.outputs()) {
      psbt.outputs.add(new PsbtOutput(out));
    }
    return psbt;
  }

  /** Reads a PSBT, which must take all the bytes. */
  public static Psbt decode(Bytes bytes) throws PsbtException {
    return PsbtReader.read(bytes);
  }

  /** Reads a PSBT written in Base64. */
  public static Psbt decodeBase64(String text) throws PsbtException {
    byte[] bytes;
    try {
      bytes = Base64.getDecoder().decode(text.getBytes(StandardCharsets.ISO_8859_1));
    } catch (IllegalArgumentException e) {
      throw new PsbtException("invalid base64");
    }
    // The decoder forgives missing padding and stray bits; others do not.
    if (!Base64.getEncoder().encodeToString(bytes).equals(text)) {
      throw new PsbtException("invalid base64");
    }
    return decode(Bytes.wrap(bytes));
  }

  public Bytes encode() {
    return new PsbtWriter().write(this);
  }

  public String toBase64() {
    return Base64.getEncoder().encodeToString(encode().unsafeArray());
  }

  /** Returns an independent copy. */
  public Psbt copy() {
    try {
      return decode(encode());
    } catch (PsbtException e) {
      throw new IllegalStateException("a PSBT just written cannot be read", e);
    }
  }

  /** Returns 0 or 2. */
  public int version() {
    return version;
  }

  public int transactionVersion() {
    return transactionVersion;
  }

  /** Returns the lock time for when no input asks for one. */
  public OptionalLong fallbackLockTime() {
    return fallbackLockTime;
  }

  public void setFallbackLockTime(long lockTime) {
    fallbackLockTime = OptionalLong.of(lockTime);
  }

  /** Returns the flags that say what may be changed, if they are set (BIP370). */
  public OptionalInt modifiable() {
    return modifiable;
  }

  /** Returns extended keys by their origin. */
  public Map<KeyOrigin, SortedSet<GlobalKey>> globalKeys() {
    return globalKeys;
  }

  public List<PsbtInput> inputs() {
    return inputs;
  }

  public List<PsbtOutput> outputs() {
    return outputs;
  }

  /** Returns the lock time that suits all inputs; empty if none does. */
  public Optional<Integer> lockTime() {
    if (version >= 2) {
      boolean timePossible = true;
      boolean heightPossible = true;
      long time = 0;
      long height = 0;
      for (PsbtInput input : inputs) {
        boolean onlyTime = input.requiredTime.isPresent() && input.requiredHeight.isEmpty();
        boolean onlyHeight = input.requiredHeight.isPresent() && input.requiredTime.isEmpty();
        heightPossible &= !onlyTime;
        timePossible &= !onlyHeight;
        time = Math.max(time, input.requiredTime.orElse(0));
        height = Math.max(height, input.requiredHeight.orElse(0));
      }
      if (!timePossible && !heightPossible) {
        return Optional.empty();
      }
      if (heightPossible && height > 0) {
        return Optional.of((int) height);
      }
      if (timePossible && time > 0) {
        return Optional.of((int) time);
      }
    }
    return Optional.of((int) fallbackLockTime.orElse(0));
  }

  /** Returns the transaction without any script; empty if no lock time suits all inputs. */
  public Optional<Transaction> unsignedTransaction() {
    return lockTime().map(lock -> transaction(lock, false));
  }

  private Transaction transaction(int lockTime, boolean zeroSequences) {
    List<TxIn> ins = new ArrayList<>();
    for (PsbtInput input : inputs) {
      int sequence = zeroSequences ? 0 : input.sequence.orElse(TxIn.SEQUENCE_FINAL);
      ins.add(new TxIn(input.prevout, Bytes.EMPTY, sequence));
    }
    return new Transaction(
        transactionVersion, ins, outputs.stream().map(out -> out.output).toList(), lockTime);
  }

  /**
   * Returns what is the same for all PSBTs of one transaction; empty if no lock time suits all
   * inputs.
   */
  public Optional<Txid> uniqueId() {
    return lockTime().map(lock -> transaction(lock, version >= 2).txid());
  }

  /**
   * Takes over what another PSBT of the same transaction says.
   *
   * @return false, and nothing changed, if it is of another transaction or version
   */
  public boolean merge(Psbt other) {
    Optional<Txid> id = uniqueId();
    if (id.isEmpty() || !id.equals(other.uniqueId()) || version != other.version) {
      return false;
    }
    for (int i = 0; i < inputs.size(); i++) {
      inputs.get(i).merge(other.inputs.get(i));
    }
    for (int i = 0; i < outputs.size(); i++) {
      outputs.get(i).merge(other.outputs.get(i));
    }
    mergeGlobalKeys(other);
    fallbackLockTime = fallbackLockTime.isEmpty() ? other.fallbackLockTime : fallbackLockTime;
    if (modifiable.isPresent() || other.modifiable.isPresent()) {
      int mine = modifiable.orElse(0);
      int theirs = other.modifiable.orElse(0);
      modifiable = OptionalInt.of((mine & theirs & ~HAS_SINGLE) | ((mine | theirs) & HAS_SINGLE));
    }
    mergeUnknown(other);
    return true;
  }

  /** Takes over extended keys that are not known here. */
  public void mergeGlobalKeys(Psbt other) {
    other.globalKeys.forEach(
        (origin, keys) ->
            keys.forEach(
                key -> {
                  if (globalKeys.values().stream().noneMatch(known -> known.contains(key))) {
                    addGlobalKey(origin, key);
                  }
                }));
  }

  void addGlobalKey(KeyOrigin origin, GlobalKey key) {
    globalKeys.computeIfAbsent(origin, _ -> new TreeSet<>()).add(key);
  }

  /**
   * Adds an input without its signatures.
   *
   * @return false if it is there already, or this PSBT does not allow more
   */
  public boolean addInput(PsbtInput input) {
    if (inputs.stream().anyMatch(known -> known.prevout.equals(input.prevout))) {
      return false;
    }
    if (version >= 2) {
      return (modifiable.orElse(0) & MODIFIABLE_INPUTS) != 0 && addIfLockTimeStays(input);
    }
    input.clearSignatures();
    inputs.add(input);
    return true;
  }

  /** Signatures that are there cover the lock time, so a new input must not change it. */
  private boolean addIfLockTimeStays(PsbtInput input) {
    Optional<Integer> before = lockTime();
    boolean signed = inputs.stream().anyMatch(PsbtInput::hasSignatures);
    inputs.add(input);
    Optional<Integer> after = lockTime();
    if (after.isEmpty() || (signed && !after.equals(before))) {
      inputs.removeLast();
      return false;
    }
    return true;
  }

  /**
   * Adds an output.
   *
   * @return false if this PSBT does not allow more
   */
  public boolean addOutput(PsbtOutput output) {
    if (version >= 2 && (modifiable.orElse(0) & MODIFIABLE_OUTPUTS) == 0) {
      return false;
    }
    outputs.add(output);
    return true;
  }

  @Override
  public String toString() {
    return toBase64();
  }
}
