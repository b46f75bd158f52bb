// SPDX-License-Identifier: MIT
package org.moneyrocket.script.sign;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import org.moneyrocket.primitives.ByteWriter;
import org.moneyrocket.primitives.Bytes;
import org.moneyrocket.script.key.XonlyKey;

/**
 * Satisfies taproot outputs: by the key path if possible, else by the script that makes the
 * smallest witness.
 */
record TaprootSigner(SigningData data, SignatureCreator creator, InputSignatures signatures) {
  /** Returns the whole witness; empty if neither a key nor a script can be satisfied. */
  Optional<List<Bytes>> sign(XonlyKey outputKey) {
    data.tree(outputKey)
        .ifPresent(
            tree -> {
              signatures.spendData().merge(tree.spendData());
              signatures.setTree(tree);
            });
    data.aggregates().forEach(signatures.aggregates()::putIfAbsent);
    TaprootSpendData spend = signatures.spendData();
    spend.internalKey().ifPresent(this::noteOrigin);
    noteOrigin(outputKey);
    if (signatures.taprootKeySignature == null && spend.internalKey().isPresent()) {
      keyPath(spend.internalKey().get(), new TaprootUse.InternalKey(spend.merkleRoot()));
    }
    if (signatures.taprootKeySignature == null) {
      keyPath(outputKey, new TaprootUse.OutputKey());
    }
    if (signatures.taprootKeySignature != null) {
      return Optional.of(List.of(signatures.taprootKeySignature));
    }
    return scriptPath(spend);
  }

  private void noteOrigin(XonlyKey key) {
    data.origin(key).ifPresent(origin -> signatures.addTaprootKey(key, origin, null));
  }

  private void keyPath(XonlyKey key, TaprootUse use) {
    creator
        .schnorr(data, key, use)
        .or(() -> new MusigSigner(data, creator, signatures).sign(key, use))
        .ifPresent(signatures::setTaprootKeySignature);
  }

  private Optional<List<Bytes>> scriptPath(TaprootSpendData spend) {
    Optional<List<Bytes>> best = Optional.empty();
    for (var entry : spend.leaves().entrySet()) {
      TaprootTree.Leaf leaf = entry.getKey();
      SortedSet<Bytes> controlBlocks = entry.getValue();
      Optional<List<Bytes>> found =
          leaf.version() == TaprootTree.TAPSCRIPT ? leaf(leaf) : Optional.empty();
      if (found.isPresent()) {
        List<Bytes> stack = new ArrayList<>(found.get());
        stack.add(leaf.script());
        stack.add(controlBlocks.first());
        if (best.isEmpty() || size(stack) < size(best.get())) {
          best = Optional.of(stack);
        }
      }
    }
    return best;
  }

  private Optional<List<Bytes>> leaf(TaprootTree.Leaf leaf) {
    Bytes leafHash = leaf.hash();
    return MiniscriptSigner.tapscript(
        leaf.script(), data, signatures, creator.checker(), key -> leafSignature(key, leafHash));
  }

  private Optional<Bytes> leafSignature(XonlyKey key, Bytes leafHash) {
    data.origin(key).ifPresent(origin -> signatures.addTaprootKey(key, origin, leafHash));
    InputSignatures.LeafKey place = new InputSignatures.LeafKey(key, leafHash);
    Bytes known = signatures.leafSignatures().get(place);
    if (known != null) {
      return Optional.of(known);
    }
    TaprootUse use = new TaprootUse.Leaf(leafHash);
    Optional<Bytes> made =
        creator
            .schnorr(data, key, use)
            .or(() -> new MusigSigner(data, creator, signatures).sign(key, use));
    made.ifPresent(signature -> signatures.leafSignatures().put(place, signature));
    return made;
  }

  private static int size(List<Bytes> stack) {
    int size = ByteWriter.compactSizeLength(stack.size());
    for (Bytes element : stack) {
      size += ByteWriter.compactSizeLength(element.size()) + element.size();
    }
    return size;
  }
}
