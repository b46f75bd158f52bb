// SPDX-License-Identifier: MIT
package org.moneyrocket.consensus.interpreter;

import java.util.ArrayList;
import java.util.List;
import org.moneyrocket.crypto.Hashes;
import org.moneyrocket.fuzz.Check;
import org.moneyrocket.fuzz.FuzzInput;
import org.moneyrocket.primitives.Bytes;
import org.moneyrocket.primitives.OutPoint;
import org.moneyrocket.primitives.Transaction;
import org.moneyrocket.primitives.TxIn;
import org.moneyrocket.primitives.TxOut;
import org.moneyrocket.primitives.Txid;

/**
 * The script interpreter on spends of every kind of output. The commitments (script hashes, taproot
 * trees) are made right, so that the fuzzer gets at what is behind them.
 */
public final class ScriptFuzz {
  private static final SignatureCache CACHE = new SignatureCache(1 << 16);
  private static final int ALL_FLAGS = ScriptFlags.ALL.bits();

  private ScriptFuzz() {}

  public static void fuzzerTestOneInput(byte[] data) {
    FuzzInput in = new FuzzInput(data);
    int kind = in.choose(8);
    ScriptFlags flags = flags(in);
    int lockTime = in.i32();
    int sequence = in.i32();
    int version = in.choose(4);
    long amount = in.u8();
    List<Bytes> elements = new ArrayList<>();
    for (int i = in.choose(6); i > 0; i--) {
      elements.add(in.shortBytes());
    }
    boolean odd = in.flag();
    Bytes script = Bytes.wrap(in.rest());

    Bytes scriptSig = Bytes.EMPTY;
    List<Bytes> witness = List.of();
    Bytes locking;
    switch (kind) {
      case 0, 1 -> {
        locking = script;
        scriptSig = pushes(elements, odd);
      }
      case 2 -> {
        locking = payToScriptHash(script);
        scriptSig = pushes(elements, odd).concat(new ScriptBuilder().push(script).build());
      }
      case 3, 4 -> {
        Bytes program = new ScriptBuilder().op(0).push(Hashes.sha256(script.toArray())).build();
        witness = with(elements, script);
        locking = kind == 3 ? program : payToScriptHash(program);
        scriptSig = kind == 3 ? Bytes.EMPTY : new ScriptBuilder().push(program).build();
      }
      case 5, 6 -> {
        int leafVersion = kind == 5 ? TaprootSpend.LEAF_TAPSCRIPT : (int) amount & 0xfe;
        Taproot taproot = Taproot.of(script, leafVersion);
        locking = taproot.locking();
        List<Bytes> stack = new ArrayList<>(elements);
        stack.add(script);
        stack.add(taproot.control());
        if (odd) {
          stack.add(Bytes.fromHex("50").concat(Bytes.of(new byte[] {(byte) version})));
        }
        witness = stack;
      }
      default -> {
        // The whole spend as the fuzzer wants it.
        int cut = Math.min((int) amount, script.size());
        scriptSig = odd ? Bytes.EMPTY : script.slice(0, cut);
        locking = script.slice(cut, script.size() - cut);
        witness = elements;
      }
    }
    Transaction tx =
        new Transaction(
            version,
            List.of(new TxIn(new OutPoint(Txid.ZERO, 0), scriptSig, sequence, witness)),
            List.of(new TxOut(amount, Bytes.EMPTY)),
            lockTime);
    run(PrecomputedTransaction.of(tx, List.of(new TxOut(amount, locking))), flags);
    parse(script);
  }

  private static List<Bytes> with(List<Bytes> elements, Bytes last) {
    List<Bytes> all = new ArrayList<>(elements);
    all.add(last);
    return all;
  }

  private static ScriptFlags flags(FuzzInput in) {
    int choice = in.choose(4);
    int bits = in.i32() & ALL_FLAGS;
    return switch (choice) {
      case 0 -> ScriptFlags.MANDATORY;
      case 1 -> ScriptFlags.STANDARD;
      case 2 -> trim(new ScriptFlags(bits | ScriptFlags.MANDATORY.bits()));
      default -> trim(new ScriptFlags(bits));
    };
  }

  /** Takes away flags that need others which are not set. */
  private static ScriptFlags trim(ScriptFlags flags) {
    ScriptFlags trimmed = flags;
    if (!trimmed.has(ScriptFlag.P2SH)) {
      trimmed = trimmed.without(ScriptFlag.WITNESS);
    }
    if (!trimmed.has(ScriptFlag.WITNESS)) {
      trimmed = trimmed.without(ScriptFlag.CLEANSTACK);
    }
    return trimmed;
  }

  private static void run(PrecomputedTransaction tx, ScriptFlags flags) {
    ScriptError error = ScriptCheck.check(tx, 0, flags);
    Check.same(
        ScriptCheck.check(tx, 0, flags, CACHE, true), error, "with an empty signature cache");
    Check.same(ScriptCheck.check(tx, 0, flags, CACHE, true), error, "with a signature cache");
    if (error.isOk()) {
      // Flags only ever take away.
      ScriptFlags fewer =
          ScriptFlags.MANDATORY.includes(flags) ? ScriptFlags.NONE : mandatory(flags);
      Check.that(ScriptCheck.check(tx, 0, fewer).isOk(), "valid with " + flags + " only");
    }
  }

  private static ScriptFlags mandatory(ScriptFlags flags) {
    return trim(new ScriptFlags(flags.bits() & ScriptFlags.MANDATORY.bits()));
  }

  private static void parse(Bytes script) {
    ScriptReader reader = new ScriptReader(script);
    int last = 0;
    while (reader.next()) {
      Check.that(reader.position() > last, "a script goes forward");
      last = reader.position();
      if (reader.isPush()) {
        Check.same(reader.data().size(), reader.dataLength(), "length of a push");
      }
    }
    Check.that(!reader.failed() || !Script.isWellFormed(script), "well-formed scripts end well");
    Script.isPushOnly(script);
    Script.isUnspendable(script);
    Script.witnessProgram(script);
    Script.lastPush(script);
    Check.that(
        Script.sigOps(script, true) <= Script.sigOps(script, false), "exact counts are smaller");
    Script.redeemScriptSigOps(script);
    SignatureEncoding.isStrictDer(script);
    ScriptNumber.decode(script, true, 5)
        .ifPresent(n -> Check.same(ScriptNumber.encode(n), script, "minimal number"));
  }

  private static Bytes pushes(List<Bytes> elements, boolean minimal) {
    ScriptBuilder pushes = new ScriptBuilder();
    for (Bytes element : elements) {
      if (minimal) {
        pushes.pushMinimal(element);
      } else {
        pushes.push(element);
      }
    }
    return pushes.build();
  }

  private static Bytes payToScriptHash(Bytes script) {
    return new ScriptBuilder()
        .op(Opcodes.OP_HASH160)
        .push(Hashes.hash160(script.toArray()))
        .op(Opcodes.OP_EQUAL)
        .build();
  }

  /** An output with one leaf. */
  private record Taproot(Bytes locking, Bytes control) {
    private static final Bytes INTERNAL =
        Bytes.fromHex("79be667ef9dcbbac55a06295ce870b07029bfcdb2dce28d959f2815b16f81798");

    static Taproot of(Bytes script, int leafVersion) {
      Bytes leaf = TaprootSpend.leafHash(leafVersion, script);
      var output =
          org.moneyrocket.crypto.Secp256k1.xonlyTweakAdd(
                  INTERNAL.toArray(), TaprootSpend.tweak(INTERNAL, leaf).toArray())
              .orElseThrow();
      Bytes control =
          Bytes.of(new byte[] {(byte) (leafVersion | (output.odd() ? 1 : 0))}).concat(INTERNAL);
      return new Taproot(
          new ScriptBuilder().op(Opcodes.OP_1).push(Bytes.of(output.key())).build(), control);
    }
  }
}
