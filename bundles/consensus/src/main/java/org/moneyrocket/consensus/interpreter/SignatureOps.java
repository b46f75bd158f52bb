// SPDX-License-Identifier: MIT
package org.moneyrocket.consensus.interpreter;

import java.util.Arrays;
import org.moneyrocket.primitives.Bytes;

/** Instructions that check signatures, for one run of a script. */
final class SignatureOps {
  private final byte[] script;
  private final ScriptStack stack;
  private final int flags;
  private final SignatureChecker checker;
  private final SigVersion version;
  private final ExecutionData execution;
  private final boolean minimal;
  private byte[] code;
  private Bytes codeBytes;

  SignatureOps(
      byte[] script,
      ScriptStack stack,
      int flags,
      SignatureChecker checker,
      SigVersion version,
      ExecutionData execution) {
    this.script = script;
    this.stack = stack;
    this.flags = flags;
    this.checker = checker;
    this.version = version;
    this.execution = execution;
    this.minimal = has(ScriptFlag.MINIMALDATA);
    this.code = script;
    this.codeBytes = Bytes.wrap(script);
  }

  private boolean has(ScriptFlag flag) {
    return (flags & flag.mask()) != 0;
  }

  /** Signatures commit to the script from {@code position} on. */
  void codeFrom(int position) {
    if (version != SigVersion.TAPSCRIPT) {
      code = Arrays.copyOfRange(script, position, script.length);
      codeBytes = Bytes.wrap(code);
    }
  }

  void checkSig(boolean verify) {
    stack.require(2);
    byte[] signature = stack.top(2);
    byte[] key = stack.top(1);
    boolean valid = check(signature, key);
    stack.drop(2);
    if (!verify) {
      stack.push(valid);
    } else if (!valid) {
      throw ScriptFailure.of(ScriptError.CHECKSIGVERIFY);
    }
  }

  void checkSigAdd() {
    if (version == SigVersion.BASE || version == SigVersion.WITNESS_V0) {
      throw ScriptFailure.of(ScriptError.BAD_OPCODE);
    }
    stack.require(3);
    byte[] signature = stack.top(3);
    long number = ArithmeticOps.operand(stack.top(2), minimal);
    boolean valid = check(signature, stack.top(1));
    stack.drop(3);
    stack.push(number + (valid ? 1 : 0));
  }

  private boolean check(byte[] signature, byte[] key) {
    return version == SigVersion.TAPSCRIPT
        ? checkTapscript(signature, key)
        : checkEcdsa(signature, key);
  }

  private boolean checkEcdsa(byte[] signature, byte[] key) {
    Bytes signed = codeBytes;
    if (version == SigVersion.BASE) {
      byte[] without = deleteFrom(code, signature);
      if (without != code) {
        signed = Bytes.wrap(without);
      }
    }
    checkEncodings(signature, key);
    boolean valid = checker.checkEcdsa(Bytes.wrap(signature), Bytes.wrap(key), signed, version);
    if (!valid && signature.length > 0 && has(ScriptFlag.NULLFAIL)) {
      throw ScriptFailure.of(ScriptError.SIG_NULLFAIL);
    }
    return valid;
  }

  /** A signature cannot sign itself, so it is taken out of what legacy scripts sign. */
  private byte[] deleteFrom(byte[] from, byte[] signature) {
    byte[] without = ScriptCode.findAndDelete(from, ScriptCode.pushOf(signature));
    if (without != from && has(ScriptFlag.CONST_SCRIPTCODE)) {
      throw ScriptFailure.of(ScriptError.SIG_FINDANDDELETE);
    }
    return without;
  }

  private void checkEncodings(byte[] signature, byte[] key) {
    ScriptError error = SignatureEncoding.check(signature, flags);
    if (error == ScriptError.OK) {
      error = SignatureEncoding.checkKey(key, flags, version);
    }
    if (error != ScriptError.OK) {
      throw ScriptFailure.of(error);
    }
  }

  private boolean checkTapscript(byte[] signature, byte[] key) {
    boolean present = signature.length > 0;
    if (present && !execution.paySignature()) {
      throw ScriptFailure.of(ScriptError.TAPSCRIPT_VALIDATION_WEIGHT);
    }
    if (key.length == 0) {
      throw ScriptFailure.of(ScriptError.TAPSCRIPT_EMPTY_PUBKEY);
    }
    if (key.length == 32) {
      if (present) {
        ScriptError error =
            checker.checkSchnorr(Bytes.wrap(signature), Bytes.wrap(key), version, execution);
        if (error != ScriptError.OK) {
          throw ScriptFailure.of(error);
        }
      }
    } else if (has(ScriptFlag.DISCOURAGE_UPGRADABLE_PUBKEYTYPE)) {
      throw ScriptFailure.of(ScriptError.DISCOURAGE_UPGRADABLE_PUBKEYTYPE);
    }
    return present;
  }

  /** Returns how many keys the CHECKMULTISIG about to run has. */
  int multisigKeys() {
    if (version == SigVersion.TAPSCRIPT) {
      throw ScriptFailure.of(ScriptError.TAPSCRIPT_CHECKMULTISIG);
    }
    stack.require(1);
    long keys = ArithmeticOps.operand(stack.top(1), minimal);
    if (keys < 0 || keys > Script.MAX_MULTISIG_KEYS) {
      throw ScriptFailure.of(ScriptError.PUBKEY_COUNT);
    }
    return (int) keys;
  }

  /** Stack: dummy, signatures, their number, keys, their number. */
  void checkMultisig(boolean verify) {
    int keys = multisigKeys();
    stack.require(keys + 2);
    long count = ArithmeticOps.operand(stack.top(keys + 2), minimal);
    if (count < 0 || count > keys) {
      throw ScriptFailure.of(ScriptError.SIG_COUNT);
    }
    int signatures = (int) count;
    int firstSignature = keys + 3;
    int size = firstSignature + signatures;
    stack.require(size);
    Bytes signed = codeBytes;
    if (version == SigVersion.BASE) {
      byte[] without = code;
      for (int i = 0; i < signatures; i++) {
        without = deleteFrom(without, stack.top(firstSignature + i));
      }
      if (without != code) {
        signed = Bytes.wrap(without);
      }
    }
    boolean valid = matchKeys(keys, signatures, signed);
    if (!valid && has(ScriptFlag.NULLFAIL)) {
      for (int i = 0; i < signatures; i++) {
        if (stack.top(firstSignature + i).length > 0) {
          throw ScriptFailure.of(ScriptError.SIG_NULLFAIL);
        }
      }
    }
    if (has(ScriptFlag.NULLDUMMY) && stack.top(size).length > 0) {
      throw ScriptFailure.of(ScriptError.SIG_NULLDUMMY);
    }
    stack.drop(size);
    if (!verify) {
      stack.push(valid);
    } else if (!valid) {
      throw ScriptFailure.of(ScriptError.CHECKMULTISIGVERIFY);
    }
  }

  /** Signatures must be in the order of their keys, so each key is tried for one of them. */
  private boolean matchKeys(int keys, int signatures, Bytes signed) {
    int keyAt = 2;
    int signatureAt = keys + 3;
    int keysLeft = keys;
    int left = signatures;
    while (left > 0) {
      byte[] signature = stack.top(signatureAt);
      byte[] key = stack.top(keyAt);
      checkEncodings(signature, key);
      if (checker.checkEcdsa(Bytes.wrap(signature), Bytes.wrap(key), signed, version)) {
        signatureAt++;
        left--;
      }
      keyAt++;
      keysLeft--;
      if (left > keysLeft) {
        return false;
      }
    }
    return true;
  }
}
