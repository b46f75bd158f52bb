// SPDX-License-Identifier: MIT
package org.moneyrocket.script.psbt;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.moneyrocket.primitives.Bytes;
import org.moneyrocket.primitives.TxOut;
import org.moneyrocket.script.key.KeyOrigin;
import org.moneyrocket.script.key.PublicKey;
import org.moneyrocket.script.key.XonlyKey;
import org.moneyrocket.script.sign.InputSignatures;
import org.moneyrocket.script.sign.InputSignatures.TaprootKey;
import org.moneyrocket.script.sign.TaprootTree;

/** What a PSBT says about one output. Maps it returns may be changed. Not thread-safe. */
public final class PsbtOutput extends PsbtMap {
  /** A script of a taproot tree, listed from left to right. */
  public record TreeLeaf(int depth, int version, Bytes script) {}

  TxOut output;
  Bytes redeemScript = Bytes.EMPTY;
  Bytes witnessScript = Bytes.EMPTY;
  @Nullable XonlyKey taprootInternalKey;
  List<TreeLeaf> taprootTree = List.of();
  private final Map<PublicKey, KeyOrigin> keys = new TreeMap<>();
  private final Map<XonlyKey, TaprootKey> taprootKeys = new TreeMap<>();
  private final Map<PublicKey, List<PublicKey>> musigParticipants = new TreeMap<>();

  /** Makes an output about which only amount and script are known. */
  public PsbtOutput(TxOut output) {
    this.output = output;
  }

  public TxOut output() {
    return output;
  }

  /** Returns the redeem script; no bytes if there is none. */
  public Bytes redeemScript() {
    return redeemScript;
  }

  /** Returns the witness script; no bytes if there is none. */
  public Bytes witnessScript() {
    return witnessScript;
  }

  /** Returns public keys and their origins. */
  public Map<PublicKey, KeyOrigin> keys() {
    return keys;
  }

  public Optional<XonlyKey> taprootInternalKey() {
    return Optional.ofNullable(taprootInternalKey);
  }

  /** Returns the leaves of the taproot tree; none if there is no tree. */
  public List<TreeLeaf> taprootTree() {
    return taprootTree;
  }

  public Map<XonlyKey, TaprootKey> taprootKeys() {
    return taprootKeys;
  }

  public Map<PublicKey, List<PublicKey>> musigParticipants() {
    return musigParticipants;
  }

  static void copyKeys(Map<XonlyKey, TaprootKey> from, Map<XonlyKey, TaprootKey> to) {
    from.forEach(
        (key, entry) ->
            to.computeIfAbsent(
                key, _ -> new TaprootKey(PsbtInput.copyOf(entry.leafHashes()), entry.origin())));
  }

  /** Returns all this says in the form that signing works on. */
  InputSignatures toSignatures() {
    InputSignatures out = new InputSignatures();
    if (!redeemScript.isEmpty()) {
      out.setRedeemScript(redeemScript);
    }
    if (!witnessScript.isEmpty()) {
      out.setWitnessScript(witnessScript);
    }
    out.keys().putAll(keys);
    if (!taprootTree.isEmpty() && taprootInternalKey != null && taprootInternalKey.isOnCurve()) {
      TaprootTree tree = new TaprootTree(taprootInternalKey, tree(taprootTree));
      out.spendData().merge(tree.spendData());
      out.setTree(tree);
    }
    copyKeys(taprootKeys, out.taprootKeys());
    out.aggregates().putAll(musigParticipants);
    return out;
  }

  /** Takes over what was found out about spending the output. */
  void fromSignatures(InputSignatures found) {
    redeemScript =
        redeemScript.isEmpty() ? found.redeemScript().orElse(redeemScript) : redeemScript;
    witnessScript =
        witnessScript.isEmpty() ? found.witnessScript().orElse(witnessScript) : witnessScript;
    found.keys().forEach(keys::putIfAbsent);
    taprootInternalKey = found.spendData().internalKey().orElse(taprootInternalKey);
    found.tree().filter(tree -> tree.root().isPresent()).ifPresent(this::setTree);
    copyKeys(found.taprootKeys(), taprootKeys);
    found.aggregates().forEach(musigParticipants::putIfAbsent);
  }

  private void setTree(TaprootTree tree) {
    taprootTree =
        tree.leaves().stream()
            .map(
                placed ->
                    new TreeLeaf(placed.depth(), placed.leaf().version(), placed.leaf().script()))
            .toList();
  }

  void merge(PsbtOutput other) {
    other.keys.forEach(keys::putIfAbsent);
    mergeUnknown(other);
    copyKeys(other.taprootKeys, taprootKeys);
    redeemScript = redeemScript.isEmpty() ? other.redeemScript : redeemScript;
    witnessScript = witnessScript.isEmpty() ? other.witnessScript : witnessScript;
    taprootInternalKey = taprootInternalKey == null ? other.taprootInternalKey : taprootInternalKey;
    taprootTree = taprootTree.isEmpty() ? other.taprootTree : taprootTree;
    other.musigParticipants.forEach(musigParticipants::putIfAbsent);
  }

  private record Part(int depth, TaprootTree.Node node) {}

  /** Builds a tree from its leaves in order; empty if their depths fit no tree. */
  static Optional<TaprootTree.Node> tree(List<TreeLeaf> leaves) {
    Deque<Part> parts = new ArrayDeque<>();
    for (TreeLeaf leaf : leaves) {
      Part part = new Part(leaf.depth, new TaprootTree.Leaf(leaf.version, leaf.script));
      while (!parts.isEmpty() && parts.peek().depth == part.depth && part.depth > 0) {
        part = new Part(part.depth - 1, TaprootTree.Branch.of(parts.pop().node, part.node));
      }
      if (!parts.isEmpty() && parts.peek().depth >= part.depth) {
        return Optional.empty();
      }
      parts.push(part);
    }
    return parts.size() == 1 && parts.peek().depth == 0
        ? Optional.of(parts.peek().node)
        : Optional.empty();
  }
}
