// SPDX-License-Identifier: MIT
package org.moneyrocket.script.sign;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.moneyrocket.primitives.Bytes;
import org.moneyrocket.script.key.KeyOrigin;
import org.moneyrocket.script.key.PublicKey;
import org.moneyrocket.script.key.XonlyKey;
import org.moneyrocket.script.miniscript.Fragment;

/**
 * All that is known about spending one output: signatures and scripts so far, what was missing, and
 * the finished unlocking script. Signing reads and fills it; so do PSBTs. Not thread-safe.
 */
public final class InputSignatures {
  /** A public key and its ECDSA signature with hash type. */
  public record Signature(PublicKey key, Bytes signature) {}

  /** The place of a tapscript signature. */
  public record LeafKey(XonlyKey key, Bytes leafHash) implements Comparable<LeafKey> {
    @Override
    public int compareTo(LeafKey other) {
      int order = key.compareTo(other.key);
      return order != 0 ? order : leafHash.compareTo(other.leafHash);
    }
  }

  /** A key of taproot: where it comes from and the leaves it is in. */
  public record TaprootKey(SortedSet<Bytes> leafHashes, KeyOrigin origin) {}

  /**
   * Which key a MuSig2 round signs for: the tweaked key, and the leaf or no bytes for the key path.
   */
  public record MusigKey(PublicKey key, Bytes leafHash) implements Comparable<MusigKey> {
    @Override
    public int compareTo(MusigKey other) {
      int order = key.compareTo(other.key);
      return order != 0 ? order : leafHash.compareTo(other.leafHash);
    }
  }

  boolean complete;
  boolean witness;
  Bytes scriptSig = Bytes.EMPTY;
  List<Bytes> witnessStack = List.of();
  @Nullable Bytes redeemScript;
  @Nullable Bytes witnessScript;
  @Nullable Bytes taprootKeySignature;
  @Nullable TaprootTree tree;
  private final TaprootSpendData spendData = new TaprootSpendData();
  private final Map<Bytes, Signature> signatures = new TreeMap<>();
  private final Map<PublicKey, KeyOrigin> keys = new TreeMap<>();
  private final Map<LeafKey, Bytes> leafSignatures = new TreeMap<>();
  private final Map<XonlyKey, TaprootKey> taprootKeys = new TreeMap<>();
  private final Map<PublicKey, List<PublicKey>> aggregates = new TreeMap<>();
  private final Map<MusigKey, Map<PublicKey, Bytes>> nonces = new TreeMap<>();
  private final Map<MusigKey, Map<PublicKey, Bytes>> partialSignatures = new TreeMap<>();
  private final Map<Fragment, Map<Bytes, Bytes>> preimages = new LinkedHashMap<>();
  private final Set<Bytes> missingKeys = new LinkedHashSet<>();
  private final Set<Bytes> missingSignatures = new LinkedHashSet<>();
  @Nullable Bytes missingRedeemScript;
  @Nullable Bytes missingWitnessScript;

  /** Tells whether the unlocking script is finished and was verified. */
  public boolean isComplete() {
    return complete;
  }

  /** Tells whether the output is spent with a witness. */
  public boolean isWitness() {
    return witness;
  }

  /** Returns the unlocking script; parts may be missing while this is not complete. */
  public Bytes scriptSig() {
    return scriptSig;
  }

  /** Returns the witness, the script last; parts may be missing while this is not complete. */
  public List<Bytes> witnessStack() {
    return witnessStack;
  }

  /** Takes over a finished unlocking script. */
  public void finish(Bytes finalScriptSig, List<Bytes> finalWitness) {
    scriptSig = finalScriptSig;
    witnessStack = List.copyOf(finalWitness);
    complete = true;
  }

  /** Marks the input as not finished, though everything may be there. */
  public void reopen() {
    complete = false;
  }

  public Optional<Bytes> redeemScript() {
    return Optional.ofNullable(redeemScript);
  }

  public void setRedeemScript(Bytes script) {
    redeemScript = script;
  }

  public Optional<Bytes> witnessScript() {
    return Optional.ofNullable(witnessScript);
  }

  public void setWitnessScript(Bytes script) {
    witnessScript = script;
  }

  /** Returns ECDSA signatures by HASH160 of their key; the map may be changed. */
  public Map<Bytes, Signature> signatures() {
    return signatures;
  }

  /** Returns known public keys and their origins; the map may be changed. */
  public Map<PublicKey, KeyOrigin> keys() {
    return keys;
  }

  public Optional<Bytes> taprootKeySignature() {
    return Optional.ofNullable(taprootKeySignature);
  }

  public void setTaprootKeySignature(Bytes signature) {
    taprootKeySignature = signature;
  }

  /** Returns the tree of the output, if it is known. */
  public Optional<TaprootTree> tree() {
    return Optional.ofNullable(tree);
  }

  /** Sets the tree of the output. */
  public void setTree(TaprootTree known) {
    tree = known;
  }

  /** Returns internal key, tree hash and leaves; it may be changed. */
  public TaprootSpendData spendData() {
    return spendData;
  }

  /** Returns tapscript signatures; the map may be changed. */
  public Map<LeafKey, Bytes> leafSignatures() {
    return leafSignatures;
  }

  /** Returns keys of taproot with origins and leaves; the map may be changed. */
  public Map<XonlyKey, TaprootKey> taprootKeys() {
    return taprootKeys;
  }

  /** Notes a key of taproot, and a leaf it is in if there is one. */
  public void addTaprootKey(XonlyKey key, KeyOrigin origin, @Nullable Bytes leafHash) {
    TaprootKey entry =
        taprootKeys.computeIfAbsent(key, _ -> new TaprootKey(new TreeSet<>(), origin));
    if (leafHash != null) {
      entry.leafHashes().add(leafHash);
    }
  }

  /** Returns aggregate keys and their participants; the map may be changed. */
  public Map<PublicKey, List<PublicKey>> aggregates() {
    return aggregates;
  }

  /** Returns public nonces of MuSig2 by participant; the map may be changed. */
  public Map<MusigKey, Map<PublicKey, Bytes>> nonces() {
    return nonces;
  }

  /** Returns partial signatures of MuSig2 by participant; the map may be changed. */
  public Map<MusigKey, Map<PublicKey, Bytes>> partialSignatures() {
    return partialSignatures;
  }

  /**
   * Returns known preimages by their hash; the map may be changed.
   *
   * @param hash one of the four hash fragments
   */
  public Map<Bytes, Bytes> preimages(Fragment hash) {
    return preimages.computeIfAbsent(hash, _ -> new TreeMap<>());
  }

  /** Returns hashes of public keys that were looked for in vain. */
  public List<Bytes> missingKeys() {
    return new ArrayList<>(missingKeys);
  }

  void addMissingKey(Bytes hash) {
    missingKeys.add(hash);
  }

  /** Returns hashes of public keys whose signatures could not be made. */
  public List<Bytes> missingSignatures() {
    return new ArrayList<>(missingSignatures);
  }

  void addMissingSignature(Bytes hash) {
    missingSignatures.add(hash);
  }

  /** Returns HASH160 of a redeem script that was looked for in vain. */
  public Optional<Bytes> missingRedeemScript() {
    return Optional.ofNullable(missingRedeemScript);
  }

  /** Returns SHA-256 of a witness script that was looked for in vain. */
  public Optional<Bytes> missingWitnessScript() {
    return Optional.ofNullable(missingWitnessScript);
  }

  /**
   * Takes over what {@code other} knows: everything if it is complete, else scripts and ECDSA
   * signatures.
   */
  public void merge(InputSignatures other) {
    if (complete) {
      return;
    }
    if (other.complete) {
      finish(other.scriptSig, other.witnessStack);
      return;
    }
    redeemScript = redeemScript == null ? other.redeemScript : redeemScript;
    witnessScript = witnessScript == null ? other.witnessScript : witnessScript;
    other.signatures.forEach(signatures::putIfAbsent);
  }
}
