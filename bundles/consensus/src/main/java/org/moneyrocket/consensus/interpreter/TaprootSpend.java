// SPDX-License-Identifier: MIT
package org.moneyrocket.consensus.interpreter;

import java.util.Arrays;
import java.util.List;
import org.moneyrocket.crypto.Hashes;
import org.moneyrocket.crypto.Secp256k1;
import org.moneyrocket.crypto.TaggedHash;
import org.moneyrocket.primitives.ByteWriter;
import org.moneyrocket.primitives.Bytes;

/** Spends a taproot output (BIP341), and the hashes that its script tree is made of. */
public final class TaprootSpend {
  /** Version of the leaves that BIP342 defines. */
  public static final int LEAF_TAPSCRIPT = 0xc0;

  /** The bits of a control block's first byte that hold the leaf version. */
  public static final int LEAF_MASK = 0xfe;

  /** What the last witness element begins with if it is an annex. */
  public static final int ANNEX_TAG = 0x50;

  /** Length of a control block without its path. */
  public static final int CONTROL_BASE_BYTES = 33;

  /** Length of a step of the path in a control block. */
  public static final int CONTROL_NODE_BYTES = 32;

  /** Most steps of that path. */
  public static final int CONTROL_MAX_NODES = 128;

  private TaprootSpend() {}

  static void verify(Bytes outputKey, List<Bytes> witness, int flags, SignatureChecker checker) {
    int size = witness.size();
    if (size == 0) {
      throw ScriptFailure.of(ScriptError.WITNESS_PROGRAM_WITNESS_EMPTY);
    }
    ExecutionData execution = new ExecutionData();
    if (size >= 2 && isAnnex(witness.get(size - 1))) {
      execution.annexHash(annexHash(witness.get(size - 1)));
      size--;
    }
    if (size == 1) {
      ScriptError error =
          checker.checkSchnorr(witness.get(0), outputKey, SigVersion.TAPROOT, execution);
      if (error != ScriptError.OK) {
        throw ScriptFailure.of(error);
      }
      return;
    }
    Bytes control = witness.get(size - 1);
    Bytes script = witness.get(size - 2);
    if (!isControlSize(control.size())) {
      throw ScriptFailure.of(ScriptError.TAPROOT_WRONG_CONTROL_SIZE);
    }
    int leafVersion = control.unsigned(0) & LEAF_MASK;
    Bytes leaf = leafHash(leafVersion, script);
    if (!isCommitment(control, outputKey, leaf)) {
      throw ScriptFailure.of(ScriptError.WITNESS_PROGRAM_MISMATCH);
    }
    if (leafVersion == LEAF_TAPSCRIPT) {
      execution.leafHash(leaf);
      // The whole witness counts, the annex and the control block too.
      execution.weightLeft(serializedSize(witness) + ExecutionData.WEIGHT_PER_SIGNATURE);
      runTapscript(witness.subList(0, size - 2), script, flags, checker, execution);
    } else if ((flags & ScriptFlag.DISCOURAGE_UPGRADABLE_TAPROOT_VERSION.mask()) != 0) {
      throw ScriptFailure.of(ScriptError.DISCOURAGE_UPGRADABLE_TAPROOT_VERSION);
    }
  }

  private static void runTapscript(
      List<Bytes> elements,
      Bytes script,
      int flags,
      SignatureChecker checker,
      ExecutionData execution) {
    ScriptReader reader = new ScriptReader(script);
    while (reader.next()) {
      if (Opcodes.isSuccess(reader.opcode())) {
        if ((flags & ScriptFlag.DISCOURAGE_OP_SUCCESS.mask()) != 0) {
          throw ScriptFailure.of(ScriptError.DISCOURAGE_OP_SUCCESS);
        }
        return;
      }
    }
    if (reader.failed()) {
      throw ScriptFailure.of(ScriptError.BAD_OPCODE);
    }
    if (elements.size() > Script.MAX_STACK) {
      throw ScriptFailure.of(ScriptError.STACK_SIZE);
    }
    ScriptVerifier.runWitness(
        ScriptStack.of(elements), script, flags, checker, SigVersion.TAPSCRIPT, execution);
  }

  /** Tells whether the last of at least two witness elements is an annex. */
  public static boolean isAnnex(Bytes element) {
    return !element.isEmpty() && element.unsigned(0) == ANNEX_TAG;
  }

  /** Returns what signatures commit to for an annex: SHA-256 with its length before it. */
  public static Bytes annexHash(Bytes annex) {
    return Bytes.wrap(Hashes.sha256(new ByteWriter().varBytes(annex).toArray()));
  }

  /** Tells whether a control block can have this many bytes. */
  public static boolean isControlSize(int size) {
    return size >= CONTROL_BASE_BYTES
        && size <= CONTROL_BASE_BYTES + CONTROL_NODE_BYTES * CONTROL_MAX_NODES
        && (size - CONTROL_BASE_BYTES) % CONTROL_NODE_BYTES == 0;
  }

  /** Returns the hash of a leaf. */
  public static Bytes leafHash(int leafVersion, Bytes script) {
    ByteWriter out = new ByteWriter(script.size() + 10);
    out.u8(leafVersion).varBytes(script);
    return Bytes.wrap(TaggedHash.TAP_LEAF.hash(out.toArray()));
  }

  /** Returns the hash of two nodes, in whichever order they are given. */
  public static Bytes branchHash(Bytes a, Bytes b) {
    byte[] pair = new byte[64];
    boolean ordered = a.compareTo(b) < 0;
    (ordered ? a : b).copyTo(0, pair, 0, 32);
    (ordered ? b : a).copyTo(0, pair, 32, 32);
    return Bytes.wrap(TaggedHash.TAP_BRANCH.hash(pair));
  }

  /**
   * Returns the root of the tree that a control block claims a leaf to be in.
   *
   * @param control of a size that {@link #isControlSize} allows
   */
  public static Bytes merkleRoot(Bytes control, Bytes leafHash) {
    Bytes node = leafHash;
    for (int at = CONTROL_BASE_BYTES; at < control.size(); at += CONTROL_NODE_BYTES) {
      node = branchHash(node, control.slice(at, CONTROL_NODE_BYTES));
    }
    return node;
  }

  /** Returns what is added to an internal key: its hash with the root, or alone without a tree. */
  public static Bytes tweak(Bytes internalKey, Bytes root) {
    return Bytes.wrap(TaggedHash.TAP_TWEAK.hash(internalKey.concat(root).toArray()));
  }

  private static boolean isCommitment(Bytes control, Bytes outputKey, Bytes leaf) {
    byte[] bytes = control.unsafeArray();
    byte[] internal = Arrays.copyOfRange(bytes, 1, CONTROL_BASE_BYTES);
    Bytes tweak = tweak(Bytes.wrap(internal), merkleRoot(control, leaf));
    boolean odd = (bytes[0] & 1) != 0;
    return Secp256k1.isXonlyTweak(outputKey.unsafeArray(), odd, internal, tweak.unsafeArray());
  }

  private static long serializedSize(List<Bytes> witness) {
    long size = ByteWriter.compactSizeLength(witness.size());
    for (Bytes element : witness) {
      size += ByteWriter.compactSizeLength(element.size()) + element.size();
    }
    return size;
  }
}
