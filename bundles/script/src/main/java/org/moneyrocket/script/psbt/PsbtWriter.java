// SPDX-License-Identifier: MIT
package org.moneyrocket.script.psbt;

import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import org.moneyrocket.primitives.ByteWriter;
import org.moneyrocket.primitives.Bytes;
import org.moneyrocket.primitives.Transaction;
import org.moneyrocket.script.key.KeyOrigin;
import org.moneyrocket.script.key.PublicKey;
import org.moneyrocket.script.key.XonlyKey;
import org.moneyrocket.script.miniscript.Fragment;
import org.moneyrocket.script.sign.InputSignatures.MusigKey;
import org.moneyrocket.script.sign.InputSignatures.TaprootKey;

/** Writes a PSBT; fields come in the order of Bitcoin Core. Use an instance once. */
final class PsbtWriter {
  private final ByteWriter out = new ByteWriter(1024);

  Bytes write(Psbt psbt) {
    out.bytes(PsbtReader.MAGIC);
    if (psbt.version() == 0) {
      Transaction transaction =
          psbt.unsignedTransaction()
              .orElseThrow(() -> new IllegalStateException("version 0 always has a lock time"));
      field(0x00).value(value -> transaction.writeWithoutWitness(value));
    }
    psbt.globalKeys()
        .forEach(
            (origin, keys) ->
                keys.forEach(
                    key -> {
                      key(
                          new ByteWriter(79)
                              .u8(0x01)
                              .u8(key.version() >>> 24)
                              .u8(key.version() >>> 16)
                              .u8(key.version() >>> 8)
                              .u8(key.version())
                              .bytes(key.key().encode()));
                      value(w -> origin(w, origin));
                    }));
    if (psbt.version() >= 2) {
      field(0x02).value(w -> w.i32(psbt.transactionVersion()));
      psbt.fallbackLockTime().ifPresent(lock -> field(0x03).value(w -> w.u32(lock)));
      field(0x04).value(w -> w.compactSize(psbt.inputs().size()));
      field(0x05).value(w -> w.compactSize(psbt.outputs().size()));
      psbt.modifiable().ifPresent(flags -> field(0x06).value(w -> w.u8(flags)));
      field(0xfb).value(w -> w.i32(psbt.version()));
    }
    proprietary(psbt);
    unknown(psbt);
    out.u8(0);
    psbt.inputs().forEach(input -> input(input, psbt.version()));
    psbt.outputs().forEach(output -> output(output, psbt.version()));
    return out.toBytes();
  }

  private interface Content {
    void writeTo(ByteWriter value);
  }

  private PsbtWriter field(int type) {
    out.compactSize(ByteWriter.compactSizeLength(type)).compactSize(type);
    return this;
  }

  private PsbtWriter field(int type, Bytes... keyData) {
    ByteWriter key = new ByteWriter(100).compactSize(type);
    for (Bytes part : keyData) {
      key.bytes(part);
    }
    return key(key);
  }

  private PsbtWriter key(ByteWriter key) {
    out.varBytes(key.toBytes());
    return this;
  }

  private void value(Content content) {
    ByteWriter value = new ByteWriter(128);
    content.writeTo(value);
    out.compactSize(value.size()).bytes(value.unsafeArray(), 0, value.size());
  }

  private void value(Bytes bytes) {
    out.varBytes(bytes);
  }

  private static void origin(ByteWriter value, KeyOrigin origin) {
    value.bytes(origin.fingerprint());
    origin.path().steps().forEach(value::i32);
  }

  private void proprietary(PsbtMap map) {
    map.proprietary().forEach(entry -> out.varBytes(entry.key()).varBytes(entry.value()));
  }

  private void unknown(PsbtMap map) {
    map.unknown().forEach((key, value) -> out.varBytes(key).varBytes(value));
  }

  private void keys(int type, Map<PublicKey, KeyOrigin> keys) {
    keys.forEach((key, origin) -> field(type, key.bytes()).value(w -> origin(w, origin)));
  }

  private void taprootKeys(int type, Map<XonlyKey, TaprootKey> keys) {
    keys.forEach(
        (key, entry) ->
            field(type, key.bytes())
                .value(
                    w -> {
                      SortedSet<Bytes> leaves = entry.leafHashes();
                      w.compactSize(leaves.size());
                      leaves.forEach(w::bytes);
                      origin(w, entry.origin());
                    }));
  }

  private void participants(int type, Map<PublicKey, List<PublicKey>> participants) {
    participants.forEach(
        (aggregate, keys) ->
            field(type, aggregate.bytes()).value(w -> keys.forEach(key -> w.bytes(key.bytes()))));
  }

  private void optional(int type, Bytes content) {
    if (!content.isEmpty()) {
      field(type).value(content);
    }
  }

  private void input(PsbtInput input, int version) {
    input
        .nonWitnessUtxo()
        .ifPresent(transaction -> field(0x00).value(transaction::writeWithoutWitness));
    input.witnessUtxo().ifPresent(output -> field(0x01).value(output::write));
    if (!input.isFinal()) {
      unfinished(input);
    }
    optional(0x07, input.finalScriptSig());
    if (!input.finalWitness().isEmpty()) {
      field(0x08)
          .value(
              w -> {
                w.compactSize(input.finalWitness().size());
                input.finalWitness().forEach(w::varBytes);
              });
    }
    if (version >= 2) {
      field(0x0e).value(input.prevout().txid().hash());
      field(0x0f).value(w -> w.i32(input.prevout().index()));
      input.sequence().ifPresent(sequence -> field(0x10).value(w -> w.i32(sequence)));
      input.requiredTime().ifPresent(time -> field(0x11).value(w -> w.u32(time)));
      input.requiredHeight().ifPresent(height -> field(0x12).value(w -> w.u32(height)));
    }
    proprietary(input);
    unknown(input);
    out.u8(0);
  }

  private void unfinished(PsbtInput input) {
    input
        .partialSignatures()
        .values()
        .forEach(entry -> field(0x02, entry.key().bytes()).value(entry.signature()));
    input.hashType().ifPresent(type -> field(0x03).value(w -> w.i32(type)));
    optional(0x04, input.redeemScript());
    optional(0x05, input.witnessScript());
    keys(0x06, input.keys());
    for (int i = 0; i < Preimages.HASHES.size(); i++) {
      Fragment hash = Preimages.HASHES.get(i);
      int type = Preimages.FIRST_TYPE + i;
      input.preimages(hash).forEach((image, preimage) -> field(type, image).value(preimage));
    }
    optional(0x13, input.taprootKeySignature());
    input
        .taprootLeafSignatures()
        .forEach(
            (place, signature) ->
                field(0x14, place.key().bytes(), place.leafHash()).value(signature));
    input
        .taprootLeaves()
        .forEach(
            (leaf, blocks) ->
                blocks.forEach(
                    block ->
                        field(0x15, block).value(w -> w.bytes(leaf.script()).u8(leaf.version()))));
    taprootKeys(0x16, input.taprootKeys());
    input.taprootInternalKey().ifPresent(key -> field(0x17).value(key.bytes()));
    input.taprootMerkleRoot().ifPresent(root -> field(0x18).value(root));
    participants(0x1a, input.musigParticipants());
    musig(0x1b, input.musigNonces());
    musig(0x1c, input.musigPartialSignatures());
  }

  private void musig(int type, Map<MusigKey, Map<PublicKey, Bytes>> all) {
    all.forEach(
        (place, values) ->
            values.forEach(
                (participant, value) ->
                    field(type, participant.bytes(), place.key().bytes(), place.leafHash())
                        .value(value)));
  }

  private void output(PsbtOutput output, int version) {
    optional(0x00, output.redeemScript());
    optional(0x01, output.witnessScript());
    keys(0x02, output.keys());
    if (version >= 2) {
      field(0x03).value(w -> w.i64(output.output().valueSats()));
      field(0x04).value(output.output().script());
    }
    proprietary(output);
    output.taprootInternalKey().ifPresent(key -> field(0x05).value(key.bytes()));
    if (!output.taprootTree().isEmpty()) {
      field(0x06)
          .value(
              w ->
                  output
                      .taprootTree()
                      .forEach(
                          leaf -> w.u8(leaf.depth()).u8(leaf.version()).varBytes(leaf.script())));
    }
    taprootKeys(0x07, output.taprootKeys());
    participants(0x08, output.musigParticipants());
    unknown(output);
    out.u8(0);
  }
}
