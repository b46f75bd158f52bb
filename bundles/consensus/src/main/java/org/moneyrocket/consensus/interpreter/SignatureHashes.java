// SPDX-License-Identifier: MIT
package org.moneyrocket.consensus.interpreter;

import java.security.MessageDigest;
import org.jspecify.annotations.Nullable;
import org.moneyrocket.consensus.interpreter.PrecomputedTransaction.LegacyTemplate;
import org.moneyrocket.consensus.interpreter.PrecomputedTransaction.SharedHashes;
import org.moneyrocket.crypto.Hashes;
import org.moneyrocket.crypto.TaggedHash;
import org.moneyrocket.primitives.ByteWriter;
import org.moneyrocket.primitives.Bytes;
import org.moneyrocket.primitives.Transaction;
import org.moneyrocket.primitives.TxIn;
import org.moneyrocket.primitives.TxOut;

/** The hashes that signatures sign, 32 bytes each. Safe for several threads. */
public final class SignatureHashes {
  /** Hash type of a 64-byte BIP340 signature: as {@link #ALL}. */
  public static final int DEFAULT = 0;

  /** Signs all outputs. */
  public static final int ALL = 1;

  /** Signs no output. */
  public static final int NONE = 2;

  /** Signs the output with the number of the input. */
  public static final int SINGLE = 3;

  /** May be added: signs no input but its own. */
  public static final int ANYONE_CAN_PAY = 0x80;

  private static final int OUTPUT_MASK = 0x1f;
  private static final byte[] ZERO = new byte[32];
  private static final Bytes ONE = Bytes.wrap(one());
  private static final byte[] BLANK_OUTPUT = {-1, -1, -1, -1, -1, -1, -1, -1, 0};

  /** A digest and room for small numbers, one per thread. */
  private record Scratch(MessageDigest sha, byte[] bytes, byte[] numbers) {
    static final ThreadLocal<Scratch> OF_THREAD =
        ThreadLocal.withInitial(() -> new Scratch(Hashes.newSha256(), new byte[32], new byte[16]));
  }

  private SignatureHashes() {}

  private static byte[] one() {
    byte[] one = new byte[32];
    one[0] = 1;
    return one;
  }

  /**
   * Returns the hash for scripts outside witnesses.
   *
   * @param scriptCode as the interpreter hands it over; CODESEPARATORs in it are left out here
   * @param hashType all 32 bits count
   */
  public static Bytes legacy(PrecomputedTransaction tx, int input, Bytes scriptCode, int hashType) {
    if (isSingleWithoutOutput(tx.transaction(), input, hashType)) {
      return ONE;
    }
    Scratch scratch = Scratch.OF_THREAD.get();
    scratch.sha.reset();
    updateLegacy(scratch, tx, input, scriptCode.unsafeArray(), hashType);
    return finish(scratch.sha, hashType, scratch.bytes);
  }

  /** The hash is then the number one, which everybody can sign for: kept for compatibility. */
  static boolean isSingleWithoutOutput(Transaction tx, int input, int hashType) {
    return (hashType & OUTPUT_MASK) == SINGLE && input >= tx.outputs().size();
  }

  /** Appends the hash type and returns the double hash. */
  static Bytes finish(MessageDigest sha, int hashType, byte[] scratch) {
    i32(sha, hashType, scratch);
    return Bytes.wrap(sha.digest(sha.digest()));
  }

  /** Returns a digest fed with all but the hash type. */
  static MessageDigest beginLegacy(
      PrecomputedTransaction tx, int input, byte[] scriptCode, int hashType) {
    Scratch own = new Scratch(Hashes.newSha256(), new byte[32], new byte[16]);
    updateLegacy(own, tx, input, scriptCode, hashType);
    return own.sha;
  }

  private static void updateLegacy(
      Scratch scratch, PrecomputedTransaction tx, int input, byte[] scriptCode, int hashType) {
    LegacyTemplate template = tx.legacy();
    MessageDigest sha = scratch.sha;
    byte[] bytes = template.bytes();
    int at = template.input(input);
    int output = hashType & OUTPUT_MASK;
    if ((hashType & ANYONE_CAN_PAY) != 0) {
      sha.update(bytes, 0, 4);
      sha.update((byte) 1);
      updateInput(scratch, bytes, at, scriptCode);
    } else if (output != NONE && output != SINGLE) {
      sha.update(bytes, 0, at);
      updateInput(scratch, bytes, at, scriptCode);
      int next = template.input(input + 1);
      sha.update(bytes, next, template.outputs() - next);
    } else {
      sha.update(bytes, 0, template.firstInput());
      int count = tx.transaction().inputs().size();
      for (int i = 0; i < count; i++) {
        if (i == input) {
          updateInput(scratch, bytes, at, scriptCode);
        } else {
          // Outpoint and an empty script; the sequences of others are not signed.
          sha.update(bytes, template.input(i), LegacyTemplate.INPUT_BYTES - 4);
          sha.update(ZERO, 0, 4);
        }
      }
    }
    if (output == NONE) {
      sha.update((byte) 0);
    } else if (output == SINGLE) {
      ScriptCode.updateSize(sha, input + 1, scratch.numbers);
      for (int i = 0; i < input; i++) {
        sha.update(BLANK_OUTPUT);
      }
      PrecomputedTransaction.update(sha, tx.transaction().outputs().get(input));
    } else {
      sha.update(bytes, template.outputs(), bytes.length - 4 - template.outputs());
    }
    sha.update(bytes, bytes.length - 4, 4);
  }

  private static void updateInput(Scratch scratch, byte[] bytes, int at, byte[] scriptCode) {
    int outpoint = LegacyTemplate.INPUT_BYTES - 5;
    scratch.sha.update(bytes, at, outpoint);
    ScriptCode.updateWithoutSeparators(scratch.sha, scriptCode, scratch.numbers);
    scratch.sha.update(bytes, at + outpoint + 1, 4);
  }

  /**
   * Returns the hash for version 0 witness programs (BIP143).
   *
   * @param scriptCode as the interpreter hands it over
   * @param amountSats value of the output that is spent
   */
  public static Bytes witnessV0(
      PrecomputedTransaction tx, int input, Bytes scriptCode, int hashType, long amountSats) {
    Scratch scratch = Scratch.OF_THREAD.get();
    scratch.sha.reset();
    updateWitnessV0(scratch.sha, tx, input, scriptCode.unsafeArray(), hashType, amountSats);
    return finish(scratch.sha, hashType, scratch.bytes);
  }

  /** Returns a digest fed with all but the hash type. */
  static MessageDigest beginWitnessV0(
      PrecomputedTransaction tx, int input, byte[] scriptCode, int hashType, long amountSats) {
    MessageDigest sha = Hashes.newSha256();
    updateWitnessV0(sha, tx, input, scriptCode, hashType, amountSats);
    return sha;
  }

  private static void updateWitnessV0(
      MessageDigest sha,
      PrecomputedTransaction tx,
      int input,
      byte[] scriptCode,
      int hashType,
      long amountSats) {
    SharedHashes shared = tx.shared();
    Transaction transaction = tx.transaction();
    TxIn in = transaction.inputs().get(input);
    int output = hashType & OUTPUT_MASK;
    boolean allInputs = (hashType & ANYONE_CAN_PAY) == 0;
    boolean allOutputs = output != NONE && output != SINGLE;
    ByteWriter out = new ByteWriter(160 + scriptCode.length);
    out.i32(transaction.version())
        .bytes(allInputs ? shared.prevoutsTwice() : ZERO)
        .bytes(allInputs && allOutputs ? shared.sequencesTwice() : ZERO);
    in.prevout().write(out);
    out.compactSize(scriptCode.length).bytes(scriptCode).i64(amountSats).i32(in.sequence());
    if (allOutputs) {
      out.bytes(shared.outputsTwice());
    } else if (output == SINGLE && input < transaction.outputs().size()) {
      ByteWriter single = new ByteWriter();
      transaction.outputs().get(input).write(single);
      out.bytes(Hashes.sha256d(single.unsafeArray(), 0, single.size()));
    } else {
      out.bytes(ZERO);
    }
    out.i32(transaction.lockTime());
    sha.update(out.unsafeArray(), 0, out.size());
  }

  /**
   * Returns the hash for taproot (BIP341, BIP342).
   *
   * @param hashType {@link #DEFAULT} or one of the others
   * @param annexHash SHA-256 of the annex with its length; null without an annex
   * @param leafHash hash of the leaf that runs; null for the key path
   * @param codeSeparatorPosition see {@link ExecutionData#codeSeparatorPosition}; not used for the
   *     key path
   * @return null if there is no such hash: an undefined type, or SINGLE without a matching output
   * @throws IllegalStateException if the spent outputs are not known
   */
  public static @Nullable Bytes taproot(
      PrecomputedTransaction tx,
      int input,
      int hashType,
      @Nullable Bytes annexHash,
      @Nullable Bytes leafHash,
      int codeSeparatorPosition) {
    if (!isTaprootHashType(hashType)) {
      return null;
    }
    Transaction transaction = tx.transaction();
    int outputMode = hashType == DEFAULT ? ALL : hashType & 3;
    if (outputMode == SINGLE && input >= transaction.outputs().size()) {
      return null;
    }
    ByteWriter out = new ByteWriter(256);
    out.u8(0).u8(hashType).i32(transaction.version()).i32(transaction.lockTime());
    TxIn in = transaction.inputs().get(input);
    boolean allInputs = (hashType & ANYONE_CAN_PAY) == 0;
    if (allInputs) {
      out.bytes(tx.shared().prevouts())
          .bytes(tx.spentHashes().amounts())
          .bytes(tx.spentHashes().scripts())
          .bytes(tx.shared().sequences());
    }
    if (outputMode == ALL) {
      out.bytes(tx.shared().outputs());
    }
    out.u8((leafHash != null ? 2 : 0) + (annexHash != null ? 1 : 0));
    if (allInputs) {
      out.i32(input);
    } else {
      TxOut spent = tx.requireSpent().get(input);
      in.prevout().write(out);
      spent.write(out);
      out.i32(in.sequence());
    }
    if (annexHash != null) {
      out.bytes(annexHash);
    }
    if (outputMode == SINGLE) {
      ByteWriter single = new ByteWriter();
      transaction.outputs().get(input).write(single);
      out.bytes(Hashes.sha256(single.unsafeArray(), 0, single.size()));
    }
    if (leafHash != null) {
      // Key version 0 (BIP342).
      out.bytes(leafHash).u8(0).i32(codeSeparatorPosition);
    }
    MessageDigest sha = TaggedHash.TAP_SIGHASH.begin();
    sha.update(out.unsafeArray(), 0, out.size());
    return Bytes.wrap(sha.digest());
  }

  /** Tells whether BIP341 defines {@code hashType}. */
  public static boolean isTaprootHashType(int hashType) {
    return (hashType >= 0 && hashType <= 3) || (hashType >= 0x81 && hashType <= 0x83);
  }

  private static void i32(MessageDigest sha, int value, byte[] scratch) {
    for (int i = 0; i < 4; i++) {
      scratch[i] = (byte) (value >>> 8 * i);
    }
    sha.update(scratch, 0, 4);
  }
}
