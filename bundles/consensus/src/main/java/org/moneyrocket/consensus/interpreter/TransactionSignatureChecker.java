// SPDX-License-Identifier: MIT
package org.moneyrocket.consensus.interpreter;

import java.security.MessageDigest;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.moneyrocket.consensus.Limits;
import org.moneyrocket.crypto.Ecdsa;
import org.moneyrocket.crypto.Schnorr;
import org.moneyrocket.primitives.Bytes;
import org.moneyrocket.primitives.TxIn;

/** Answers the questions of a script about one input of a transaction. For one thread at a time. */
public final class TransactionSignatureChecker implements SignatureChecker {
  private static final int SCHNORR_BYTES = 64;

  private final PrecomputedTransaction tx;
  private final int index;
  private final TxIn input;
  private final long amountSats;
  private final @Nullable SignatureCache cache;
  private final boolean keep;

  // Hashes of one script code without the type: a CHECKMULTISIG asks for the same again and again,
  // and the type alone must not make that slow. Made when a script code comes for the second time.
  private @Nullable MessageDigest @Nullable [] begun;
  private @Nullable Bytes lastCode;
  private SigVersion lastVersion = SigVersion.BASE;

  /**
   * Makes a checker without cache.
   *
   * @param amountSats value of the output that is spent
   */
  public TransactionSignatureChecker(PrecomputedTransaction tx, int index, long amountSats) {
    this(tx, index, amountSats, null, false);
  }

  /**
   * Makes a checker.
   *
   * @param amountSats value of the output that is spent
   * @param cache where signatures that are known to be right are looked up
   * @param keep whether to put new ones there; if false, those that are found are given up
   */
  public TransactionSignatureChecker(
      PrecomputedTransaction tx,
      int index,
      long amountSats,
      @Nullable SignatureCache cache,
      boolean keep) {
    this.tx = tx;
    this.index = index;
    this.input = tx.transaction().inputs().get(index);
    this.amountSats = amountSats;
    this.cache = cache;
    this.keep = keep;
  }

  @Override
  public boolean checkEcdsa(Bytes signature, Bytes key, Bytes scriptCode, SigVersion version) {
    if (signature.isEmpty() || !hasKeySize(key)) {
      return false;
    }
    byte[] bytes = signature.unsafeArray();
    int hashType = bytes[bytes.length - 1] & 0xff;
    byte[] der = Arrays.copyOf(bytes, bytes.length - 1);
    byte[] hash = hash(scriptCode, hashType, version).unsafeArray();
    SignatureCache known = cache;
    if (known == null || isPointless(known)) {
      return Ecdsa.verify(key.unsafeArray(), hash, der);
    }
    SignatureCache.Key entry = known.ecdsa(hash, key.unsafeArray(), der);
    if (known.contains(entry, !keep)) {
      return true;
    }
    boolean valid = Ecdsa.verify(key.unsafeArray(), hash, der);
    if (valid && keep) {
      known.add(entry);
    }
    return valid;
  }

  /** Nothing can be found, and nothing is to be kept. */
  private boolean isPointless(SignatureCache known) {
    return !keep && known.isUnused();
  }

  /** Keys of other sizes are wrong before any hash is made. */
  private static boolean hasKeySize(Bytes key) {
    if (key.isEmpty()) {
      return false;
    }
    int first = key.unsigned(0);
    return switch (first) {
      case 2, 3 -> key.size() == 33;
      case 4, 6, 7 -> key.size() == 65;
      default -> false;
    };
  }

  private Bytes hash(Bytes scriptCode, int hashType, SigVersion version) {
    if (version == SigVersion.BASE
        && SignatureHashes.isSingleWithoutOutput(tx.transaction(), index, hashType)) {
      return SignatureHashes.legacy(tx, index, scriptCode, hashType);
    }
    if (version != lastVersion || lastCode == null || !scriptCode.equals(lastCode)) {
      begun = null;
      lastCode = scriptCode;
      lastVersion = version;
      return version == SigVersion.BASE
          ? SignatureHashes.legacy(tx, index, scriptCode, hashType)
          : SignatureHashes.witnessV0(tx, index, scriptCode, hashType, amountSats);
    }
    @Nullable MessageDigest[] ready = begun;
    if (ready == null) {
      ready = new @Nullable MessageDigest[6];
      begun = ready;
    }
    int slot = slot(hashType);
    MessageDigest digest = ready[slot];
    if (digest == null) {
      digest =
          version == SigVersion.BASE
              ? SignatureHashes.beginLegacy(tx, index, scriptCode.unsafeArray(), hashType)
              : SignatureHashes.beginWitnessV0(
                  tx, index, scriptCode.unsafeArray(), hashType, amountSats);
      ready[slot] = digest;
    }
    return SignatureHashes.finish(copy(digest), hashType, new byte[4]);
  }

  private static MessageDigest copy(MessageDigest digest) {
    try {
      return (MessageDigest) digest.clone();
    } catch (CloneNotSupportedException e) {
      throw new IllegalStateException("SHA-256 of this Java runtime cannot be copied", e);
    }
  }

  /** What of the type has an influence on the hash beyond the type itself. */
  private static int slot(int hashType) {
    int output = hashType & 0x1f;
    int mode = output == SignatureHashes.NONE ? 1 : output == SignatureHashes.SINGLE ? 2 : 0;
    return (hashType & SignatureHashes.ANYONE_CAN_PAY) != 0 ? mode + 3 : mode;
  }

  @Override
  public ScriptError checkSchnorr(
      Bytes signature, Bytes key, SigVersion version, ExecutionData execution) {
    int size = signature.size();
    int hashType = SignatureHashes.DEFAULT;
    if (size == SCHNORR_BYTES + 1) {
      hashType = signature.unsigned(SCHNORR_BYTES);
      if (hashType == SignatureHashes.DEFAULT) {
        return ScriptError.SCHNORR_SIG_HASHTYPE;
      }
    } else if (size != SCHNORR_BYTES) {
      return ScriptError.SCHNORR_SIG_SIZE;
    }
    if (tx.spentOutputs().isEmpty()) {
      // Whoever signs step by step may not know all outputs yet; then there is no hash to sign.
      return ScriptError.SCHNORR_SIG_HASHTYPE;
    }
    Bytes hash =
        SignatureHashes.taproot(
            tx,
            index,
            hashType,
            execution.annexHash(),
            execution.leafHash(),
            execution.codeSeparatorPosition());
    if (hash == null) {
      return ScriptError.SCHNORR_SIG_HASHTYPE;
    }
    byte[] plain = signature.slice(0, SCHNORR_BYTES).unsafeArray();
    return verifySchnorr(hash.unsafeArray(), key.unsafeArray(), plain)
        ? ScriptError.OK
        : ScriptError.SCHNORR_SIG;
  }

  private boolean verifySchnorr(byte[] hash, byte[] key, byte[] signature) {
    SignatureCache known = cache;
    if (known == null || isPointless(known)) {
      return Schnorr.verify(key, hash, signature);
    }
    SignatureCache.Key entry = known.schnorr(hash, key, signature);
    if (known.contains(entry, !keep)) {
      return true;
    }
    boolean valid = Schnorr.verify(key, hash, signature);
    if (valid && keep) {
      known.add(entry);
    }
    return valid;
  }

  @Override
  public boolean checkLockTime(long lockTime) {
    long own = Integer.toUnsignedLong(tx.transaction().lockTime());
    boolean sameUnit = (own < Limits.LOCKTIME_THRESHOLD) == (lockTime < Limits.LOCKTIME_THRESHOLD);
    // A final sequence switches the lock time off, so it would promise nothing.
    return sameUnit && lockTime <= own && input.sequence() != TxIn.SEQUENCE_FINAL;
  }

  @Override
  public boolean checkSequence(long sequence) {
    int own = input.sequence();
    if (Integer.compareUnsigned(tx.transaction().version(), 2) < 0
        || (own & Limits.SEQUENCE_LOCKTIME_DISABLE_FLAG) != 0) {
      return false;
    }
    int mask = Limits.SEQUENCE_LOCKTIME_TYPE_FLAG | Limits.SEQUENCE_LOCKTIME_MASK;
    int ownMasked = own & mask;
    int masked = (int) sequence & mask;
    boolean sameUnit =
        (ownMasked < Limits.SEQUENCE_LOCKTIME_TYPE_FLAG)
            == (masked < Limits.SEQUENCE_LOCKTIME_TYPE_FLAG);
    return sameUnit && masked <= ownMasked;
  }
}
