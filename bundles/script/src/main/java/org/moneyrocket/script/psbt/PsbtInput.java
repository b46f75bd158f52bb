// SPDX-License-Identifier: MIT
package org.moneyrocket.script.psbt;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.moneyrocket.primitives.Bytes;
import org.moneyrocket.primitives.OutPoint;
import org.moneyrocket.primitives.Transaction;
import org.moneyrocket.primitives.TxOut;
import org.moneyrocket.script.key.KeyOrigin;
import org.moneyrocket.script.key.PublicKey;
import org.moneyrocket.script.key.XonlyKey;
import org.moneyrocket.script.miniscript.Fragment;
import org.moneyrocket.script.sign.InputSignatures;
import org.moneyrocket.script.sign.InputSignatures.LeafKey;
import org.moneyrocket.script.sign.InputSignatures.MusigKey;
import org.moneyrocket.script.sign.InputSignatures.Signature;
import org.moneyrocket.script.sign.InputSignatures.TaprootKey;
import org.moneyrocket.script.sign.TaprootSpendData;
import org.moneyrocket.script.sign.TaprootTree;

/** What a PSBT says about one input. Maps and sets it returns may be changed. Not thread-safe. */
public final class PsbtInput extends PsbtMap {
  OutPoint prevout;
  OptionalInt sequence = OptionalInt.empty();
  OptionalLong requiredTime = OptionalLong.empty();
  OptionalLong requiredHeight = OptionalLong.empty();
  @Nullable Transaction nonWitnessUtxo;
  @Nullable TxOut witnessUtxo;
  Bytes redeemScript = Bytes.EMPTY;
  Bytes witnessScript = Bytes.EMPTY;
  Bytes finalScriptSig = Bytes.EMPTY;
  List<Bytes> finalWitness = List.of();
  OptionalInt hashType = OptionalInt.empty();
  Bytes taprootKeySignature = Bytes.EMPTY;
  @Nullable XonlyKey taprootInternalKey;
  @Nullable Bytes taprootMerkleRoot;
  private final Map<Bytes, Signature> partialSignatures = new TreeMap<>();
  private final Map<PublicKey, KeyOrigin> keys = new TreeMap<>();
  private final Map<Fragment, Map<Bytes, Bytes>> preimages = new LinkedHashMap<>();
  private final Map<LeafKey, Bytes> taprootLeafSignatures = new TreeMap<>();
  private final TaprootSpendData taprootLeaves = new TaprootSpendData();
  private final Map<XonlyKey, TaprootKey> taprootKeys = new TreeMap<>();
  private final Map<PublicKey, List<PublicKey>> musigParticipants = new TreeMap<>();
  private final Map<MusigKey, Map<PublicKey, Bytes>> musigNonces = new TreeMap<>();
  private final Map<MusigKey, Map<PublicKey, Bytes>> musigPartialSignatures = new TreeMap<>();

  /** Makes an input about which only the spent outpoint is known. */
  public PsbtInput(OutPoint prevout, OptionalInt sequence) {
    this.prevout = prevout;
    this.sequence = sequence;
  }

  public OutPoint prevout() {
    return prevout;
  }

  /** Returns the sequence, unsigned 32 bits in an int. */
  public OptionalInt sequence() {
    return sequence;
  }

  /** Sets the sequence, unsigned 32 bits in an int. */
  public void setSequence(int value) {
    sequence = OptionalInt.of(value);
  }

  /** Returns the Unix time the transaction must be locked until at least. */
  public OptionalLong requiredTime() {
    return requiredTime;
  }

  /** Returns the height the transaction must be locked until at least. */
  public OptionalLong requiredHeight() {
    return requiredHeight;
  }

  public Optional<Transaction> nonWitnessUtxo() {
    return Optional.ofNullable(nonWitnessUtxo);
  }

  public void setNonWitnessUtxo(@Nullable Transaction transaction) {
    nonWitnessUtxo = transaction;
  }

  public Optional<TxOut> witnessUtxo() {
    return Optional.ofNullable(witnessUtxo);
  }

  public void setWitnessUtxo(@Nullable TxOut output) {
    witnessUtxo = output;
  }

  /** Returns the redeem script; no bytes if there is none. */
  public Bytes redeemScript() {
    return redeemScript;
  }

  public void setRedeemScript(Bytes script) {
    redeemScript = script;
  }

  /** Returns the witness script; no bytes if there is none. */
  public Bytes witnessScript() {
    return witnessScript;
  }

  public void setWitnessScript(Bytes script) {
    witnessScript = script;
  }

  /** Returns the finished unlocking script; no bytes if there is none. */
  public Bytes finalScriptSig() {
    return finalScriptSig;
  }

  public void setFinalScriptSig(Bytes script) {
    finalScriptSig = script;
  }

  /** Returns the finished witness; no elements if there is none. */
  public List<Bytes> finalWitness() {
    return finalWitness;
  }

  public void setFinalWitness(List<Bytes> stack) {
    finalWitness = List.copyOf(stack);
  }

  /** Returns the hash type that signatures must have; may be undefined ones. */
  public OptionalInt hashType() {
    return hashType;
  }

  public void setHashType(OptionalInt type) {
    hashType = type;
  }

  /** Returns ECDSA signatures by HASH160 of their key. */
  public Map<Bytes, Signature> partialSignatures() {
    return partialSignatures;
  }

  /** Returns public keys and their origins. */
  public Map<PublicKey, KeyOrigin> keys() {
    return keys;
  }

  /**
   * Returns known preimages by their hash.
   *
   * @param hash one of the four hash fragments
   */
  public Map<Bytes, Bytes> preimages(Fragment hash) {
    return preimages.computeIfAbsent(hash, _ -> new TreeMap<>());
  }

  /** Returns the taproot key path signature; no bytes if there is none. */
  public Bytes taprootKeySignature() {
    return taprootKeySignature;
  }

  public Map<LeafKey, Bytes> taprootLeafSignatures() {
    return taprootLeafSignatures;
  }

  /** Returns the control blocks of each known leaf; a view. */
  public Map<TaprootTree.Leaf, SortedSet<Bytes>> taprootLeaves() {
    return taprootLeaves.leaves();
  }

  void addTaprootLeaf(TaprootTree.Leaf leaf, Bytes controlBlock) {
    taprootLeaves.addLeaf(leaf, controlBlock);
  }

  public Map<XonlyKey, TaprootKey> taprootKeys() {
    return taprootKeys;
  }

  public Optional<XonlyKey> taprootInternalKey() {
    return Optional.ofNullable(taprootInternalKey);
  }

  public Optional<Bytes> taprootMerkleRoot() {
    return Optional.ofNullable(taprootMerkleRoot);
  }

  public Map<PublicKey, List<PublicKey>> musigParticipants() {
    return musigParticipants;
  }

  public Map<MusigKey, Map<PublicKey, Bytes>> musigNonces() {
    return musigNonces;
  }

  public Map<MusigKey, Map<PublicKey, Bytes>> musigPartialSignatures() {
    return musigPartialSignatures;
  }

  /**
   * Returns the output this input spends, from the previous transaction if that is there and fits.
   */
  public Optional<TxOut> utxo() {
    if (nonWitnessUtxo == null) {
      return Optional.ofNullable(witnessUtxo);
    }
    long index = Integer.toUnsignedLong(prevout.index());
    return index < nonWitnessUtxo.outputs().size() && nonWitnessUtxo.txid().equals(prevout.txid())
        ? Optional.of(nonWitnessUtxo.outputs().get((int) index))
        : Optional.empty();
  }

  /** Tells whether a finished script or witness is there, right or wrong. */
  public boolean isFinal() {
    return !finalScriptSig.isEmpty() || !finalWitness.isEmpty();
  }

  boolean hasSignatures() {
    return isFinal()
        || !partialSignatures.isEmpty()
        || !taprootKeySignature.isEmpty()
        || !taprootLeafSignatures.isEmpty()
        || !musigPartialSignatures.isEmpty();
  }

  /** Returns all this says in the form that signing works on. */
  InputSignatures toSignatures() {
    InputSignatures out = new InputSignatures();
    if (isFinal()) {
      out.finish(finalScriptSig, finalWitness);
      return out;
    }
    out.signatures().putAll(partialSignatures);
    if (!redeemScript.isEmpty()) {
      out.setRedeemScript(redeemScript);
    }
    if (!witnessScript.isEmpty()) {
      out.setWitnessScript(witnessScript);
    }
    out.keys().putAll(keys);
    if (!taprootKeySignature.isEmpty()) {
      out.setTaprootKeySignature(taprootKeySignature);
    }
    out.leafSignatures().putAll(taprootLeafSignatures);
    taprootInternalKey().ifPresent(out.spendData()::setInternalKey);
    taprootMerkleRoot().ifPresent(out.spendData()::setMerkleRoot);
    out.spendData().merge(taprootLeaves);
    PsbtOutput.copyKeys(taprootKeys, out.taprootKeys());
    preimages.forEach((hash, known) -> out.preimages(hash).putAll(known));
    out.aggregates().putAll(musigParticipants);
    mergeNested(musigNonces, out.nonces());
    mergeNested(musigPartialSignatures, out.partialSignatures());
    return out;
  }

  /** Takes over what signing found. */
  void fromSignatures(InputSignatures found) {
    if (found.isComplete()) {
      partialSignatures.clear();
      keys.clear();
      redeemScript = Bytes.EMPTY;
      witnessScript = Bytes.EMPTY;
      finalScriptSig = found.scriptSig().isEmpty() ? finalScriptSig : found.scriptSig();
      finalWitness = found.witnessStack().isEmpty() ? finalWitness : found.witnessStack();
      return;
    }
    found.signatures().forEach(partialSignatures::putIfAbsent);
    redeemScript =
        redeemScript.isEmpty() ? found.redeemScript().orElse(redeemScript) : redeemScript;
    witnessScript =
        witnessScript.isEmpty() ? found.witnessScript().orElse(witnessScript) : witnessScript;
    found.keys().forEach(keys::putIfAbsent);
    taprootKeySignature = found.taprootKeySignature().orElse(taprootKeySignature);
    found.leafSignatures().forEach(taprootLeafSignatures::putIfAbsent);
    taprootInternalKey = found.spendData().internalKey().orElse(taprootInternalKey);
    taprootMerkleRoot = found.spendData().merkleRoot().orElse(taprootMerkleRoot);
    addLeaves(found.spendData().leaves());
    PsbtOutput.copyKeys(found.taprootKeys(), taprootKeys);
    found.aggregates().forEach(musigParticipants::putIfAbsent);
    mergeNested(found.nonces(), musigNonces);
    mergeNested(found.partialSignatures(), musigPartialSignatures);
    for (Fragment hash : Preimages.HASHES) {
      found.preimages(hash).forEach(preimages(hash)::putIfAbsent);
    }
  }

  /** Takes over leaves that are not known yet; those that are keep the control blocks they have. */
  private void addLeaves(Map<TaprootTree.Leaf, SortedSet<Bytes>> leaves) {
    leaves.forEach(
        (leaf, blocks) -> {
          if (!taprootLeaves.leaves().containsKey(leaf)) {
            blocks.forEach(block -> taprootLeaves.addLeaf(leaf, block));
          }
        });
  }

  private static <K> void mergeNested(
      Map<K, Map<PublicKey, Bytes>> from, Map<K, Map<PublicKey, Bytes>> to) {
    from.forEach(
        (key, values) -> {
          if (!values.isEmpty()) {
            values.forEach(to.computeIfAbsent(key, _ -> new TreeMap<>())::putIfAbsent);
          }
        });
  }

  /** Takes over what {@code other} says about the same input; single fields that are set stay. */
  void merge(PsbtInput other) {
    nonWitnessUtxo = nonWitnessUtxo == null ? other.nonWitnessUtxo : nonWitnessUtxo;
    witnessUtxo = witnessUtxo == null ? other.witnessUtxo : witnessUtxo;
    other.partialSignatures.forEach(partialSignatures::putIfAbsent);
    other.preimages.forEach((hash, known) -> known.forEach(preimages(hash)::putIfAbsent));
    other.keys.forEach(keys::putIfAbsent);
    mergeUnknown(other);
    other.taprootLeafSignatures.forEach(taprootLeafSignatures::putIfAbsent);
    addLeaves(other.taprootLeaves.leaves());
    PsbtOutput.copyKeys(other.taprootKeys, taprootKeys);
    redeemScript = redeemScript.isEmpty() ? other.redeemScript : redeemScript;
    witnessScript = witnessScript.isEmpty() ? other.witnessScript : witnessScript;
    finalScriptSig = finalScriptSig.isEmpty() ? other.finalScriptSig : finalScriptSig;
    finalWitness = finalWitness.isEmpty() ? other.finalWitness : finalWitness;
    taprootKeySignature =
        taprootKeySignature.isEmpty() ? other.taprootKeySignature : taprootKeySignature;
    taprootInternalKey = taprootInternalKey == null ? other.taprootInternalKey : taprootInternalKey;
    taprootMerkleRoot = taprootMerkleRoot == null ? other.taprootMerkleRoot : taprootMerkleRoot;
    other.musigParticipants.forEach(musigParticipants::putIfAbsent);
    mergeNested(other.musigNonces, musigNonces);
    mergeNested(other.musigPartialSignatures, musigPartialSignatures);
    sequence = sequence.isEmpty() ? other.sequence : sequence;
    requiredTime = requiredTime.isEmpty() ? other.requiredTime : requiredTime;
    requiredHeight = requiredHeight.isEmpty() ? other.requiredHeight : requiredHeight;
  }

  /** Drops signatures, as for an input that moves into another transaction. */
  void clearSignatures() {
    partialSignatures.clear();
    finalScriptSig = Bytes.EMPTY;
    finalWitness = List.of();
  }

  static SortedSet<Bytes> copyOf(SortedSet<Bytes> set) {
    return new TreeSet<>(set);
  }
}
