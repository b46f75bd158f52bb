// SPDX-License-Identifier: MIT
package org.moneyrocket.consensus.interpreter;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.Test;
import org.moneyrocket.crypto.Ecdsa;
import org.moneyrocket.crypto.Hashes;
import org.moneyrocket.crypto.Schnorr;
import org.moneyrocket.crypto.Secp256k1;
import org.moneyrocket.primitives.Bytes;
import org.moneyrocket.primitives.OutPoint;
import org.moneyrocket.primitives.Transaction;
import org.moneyrocket.primitives.TxIn;
import org.moneyrocket.primitives.TxOut;
import org.moneyrocket.primitives.Txid;

public class InterpreterTest {
  private static final byte[] SECRET = Hashes.sha256(new byte[] {1});
  private static final Bytes KEY = Bytes.of(Secp256k1.publicKey(SECRET, true));
  private static final Bytes XONLY = KEY.slice(1, 32);

  private static ScriptError run(SigVersion version, String script, ScriptFlag... flags) {
    return Interpreter.run(
            List.of(),
            Assembly.parse(script),
            ScriptFlags.of(flags),
            SignatureChecker.NONE,
            version)
        .error();
  }

  private static ScriptError base(String script, ScriptFlag... flags) {
    return run(SigVersion.BASE, script, flags);
  }

  @Test
  public void someInstructionsFailEvenWhereTheyAreNotRun() {
    assertThat(base("0 IF CAT ENDIF")).isEqualTo(ScriptError.DISABLED_OPCODE);
    assertThat(base("0 IF VERIF ENDIF")).isEqualTo(ScriptError.BAD_OPCODE);
    assertThat(base("0 IF VERNOTIF ENDIF")).isEqualTo(ScriptError.BAD_OPCODE);
    for (String skipped : new String[] {"VER", "RESERVED", "RESERVED1", "0xfe", "CHECKSIGADD"}) {
      assertThat(base("0 IF " + skipped + " ENDIF")).isEqualTo(ScriptError.OK);
      assertThat(base("1 IF 1 1 1 " + skipped + " ENDIF")).isEqualTo(ScriptError.BAD_OPCODE);
    }
    assertThat(base("0 IF 0x05 0x01")).isEqualTo(ScriptError.BAD_OPCODE);
    assertThat(base("0 IF 0x4d 0x0902 0x" + "00".repeat(521) + " ENDIF"))
        .isEqualTo(ScriptError.PUSH_SIZE);
    assertThat(base("0 IF CODESEPARATOR ENDIF", ScriptFlag.CONST_SCRIPTCODE))
        .isEqualTo(ScriptError.OP_CODESEPARATOR);
    assertThat(base("0 IF 0x01 0x05 ENDIF", ScriptFlag.MINIMALDATA)).isEqualTo(ScriptError.OK);
  }

  @Test
  public void limitsHoldExactly() {
    assertThat(base("NOP ".repeat(201))).isEqualTo(ScriptError.OK);
    assertThat(base("NOP ".repeat(202))).isEqualTo(ScriptError.OP_COUNT);
    assertThat(base("0 IF " + "NOP ".repeat(199) + "ENDIF")).isEqualTo(ScriptError.OK);
    assertThat(base("0 IF " + "NOP ".repeat(200) + "ENDIF")).isEqualTo(ScriptError.OP_COUNT);
    assertThat(base("0 IF " + "RESERVED ".repeat(300) + "ENDIF")).isEqualTo(ScriptError.OK);
    assertThat(base("1 ".repeat(1000))).isEqualTo(ScriptError.OK);
    assertThat(base("1 ".repeat(1001))).isEqualTo(ScriptError.STACK_SIZE);
    assertThat(base("1 ".repeat(999) + "TOALTSTACK 1")).isEqualTo(ScriptError.OK);
    assertThat(base("1 ".repeat(999) + "TOALTSTACK 1 1")).isEqualTo(ScriptError.STACK_SIZE);
    assertThat(base("0x4d 0x0802 0x" + "00".repeat(520))).isEqualTo(ScriptError.OK);
    assertThat(base("1 ".repeat(100) + ("DROP 1 ").repeat(199))).isEqualTo(ScriptError.OK);
    String large = "0x4d 0x0802 0x" + "00".repeat(520) + " ";
    assertThat(base(large.repeat(19) + "1 ".repeat(63))).isEqualTo(ScriptError.OK);
    assertThat(base(large.repeat(19) + "1 ".repeat(64))).isEqualTo(ScriptError.SCRIPT_SIZE);
    assertThat(base("0 0 " + "1 ".repeat(20) + "20 CHECKMULTISIG " + "NOP ".repeat(180)))
        .isEqualTo(ScriptError.OK);
    assertThat(base("0 0 " + "1 ".repeat(20) + "20 CHECKMULTISIG " + "NOP ".repeat(181)))
        .isEqualTo(ScriptError.OP_COUNT);
    assertThat(base("NOP ".repeat(190) + "0 0 " + "1 ".repeat(20) + "20 CHECKMULTISIG"))
        .isEqualTo(ScriptError.OP_COUNT);
  }

  @Test
  public void numbersMayGrowToFiveBytesButThenCannotBeUsed() {
    assertThat(base("2147483647 DUP ADD DROP")).isEqualTo(ScriptError.OK);
    assertThat(base("2147483647 DUP ADD 0x05 0xfeffffff00 EQUALVERIFY")).isEqualTo(ScriptError.OK);
    assertThat(base("2147483647 DUP ADD 1ADD")).isEqualTo(ScriptError.SCRIPTNUM);
    assertThat(base("0x01 0x80 IF RETURN ENDIF")).isEqualTo(ScriptError.OK);
    assertThat(base("0x02 0x0080 NOTIF RETURN ENDIF")).isEqualTo(ScriptError.OP_RETURN);
    assertThat(base("0x02 0x8000 1ADD")).isEqualTo(ScriptError.OK);
    assertThat(base("0x01 0x80 1ADD", ScriptFlag.MINIMALDATA)).isEqualTo(ScriptError.SCRIPTNUM);
    assertThat(base("0x02 0x8000 1ADD", ScriptFlag.MINIMALDATA)).isEqualTo(ScriptError.OK);
  }

  @Test
  public void multisigChecksEncodingsOnlyAsFarAsItGets() {
    // The first key from the top already decides, so the bad key below is never looked at.
    String bad = "0x01 0x05 ";
    assertThat(base("0 0 0 " + bad + "0x21 0x" + KEY.toHex() + " 2 CHECKMULTISIG"))
        .isEqualTo(ScriptError.OK);
    assertThat(
            base(
                "0 0 0 2 " + bad + "0x21 0x" + KEY.toHex() + " 2 CHECKMULTISIG",
                ScriptFlag.STRICTENC))
        .isEqualTo(ScriptError.OK);
    assertThat(
            base(
                "0 0 1 " + bad + "0x21 0x" + KEY.toHex() + " 2 CHECKMULTISIG",
                ScriptFlag.STRICTENC))
        .isEqualTo(ScriptError.PUBKEYTYPE);
    assertThat(base("0 0 0 CHECKMULTISIG VERIFY")).isEqualTo(ScriptError.OK);
    assertThat(base("1 0 0 CHECKMULTISIG", ScriptFlag.NULLDUMMY))
        .isEqualTo(ScriptError.SIG_NULLDUMMY);
    assertThat(base("0 0 21 CHECKMULTISIG")).isEqualTo(ScriptError.PUBKEY_COUNT);
    assertThat(base("0 0 -1 CHECKMULTISIG")).isEqualTo(ScriptError.PUBKEY_COUNT);
    assertThat(base("0 2 1 1 CHECKMULTISIG")).isEqualTo(ScriptError.SIG_COUNT);
    assertThat(base("0 0 CHECKMULTISIG")).isEqualTo(ScriptError.INVALID_STACK_OPERATION);
  }

  @Test
  public void anEmptySignatureStillRemovesZeroPushesFromTheCode() {
    assertThat(base("0 0 1 CHECKSIG", ScriptFlag.CONST_SCRIPTCODE))
        .isEqualTo(ScriptError.SIG_FINDANDDELETE);
    assertThat(base("1 SUB CHECKSIG", ScriptFlag.CONST_SCRIPTCODE))
        .isEqualTo(ScriptError.INVALID_STACK_OPERATION);
    Interpreter.Result result =
        Interpreter.run(
            List.of(Bytes.EMPTY, KEY),
            Assembly.parse("CHECKSIG"),
            ScriptFlags.of(ScriptFlag.CONST_SCRIPTCODE),
            SignatureChecker.NONE,
            SigVersion.BASE);
    assertThat(result.error()).isEqualTo(ScriptError.OK);
    assertThat(result.stack()).containsExactly(Bytes.EMPTY);
  }

  @Test
  public void findAndDeleteMatchesBytesFromInstructionBoundaries() {
    assertThat(deleted("0302ff03", "0302ff03")).isEmpty();
    assertThat(deleted("0302ff030302ff03", "0302ff03")).isEmpty();
    assertThat(deleted("0302ff030302ff03", "02")).isEqualTo("0302ff030302ff03");
    assertThat(deleted("0302ff030302ff03", "ff")).isEqualTo("0302ff030302ff03");
    assertThat(deleted("0302ff030302ff03", "03")).isEqualTo("02ff0302ff03");
    assertThat(deleted("02feed5169", "feed51")).isEqualTo("02feed5169");
    assertThat(deleted("02feed5169", "02feed51")).isEqualTo("69");
    assertThat(deleted("516902feed5169", "feed51")).isEqualTo("516902feed5169");
    assertThat(deleted("516902feed5169", "02feed51")).isEqualTo("516969");
    assertThat(deleted("00005151", "00")).isEqualTo("5151");
    assertThat(deleted("0003feed", "03feed")).isEqualTo("00");
    assertThat(deleted("0003feed", "00")).isEqualTo("03feed");
    assertThat(deleted("5100", "")).isEqualTo("5100");
  }

  private static String deleted(String script, String pattern) {
    return Bytes.of(
            ScriptCode.findAndDelete(
                Bytes.fromHex(script).toArray(), Bytes.fromHex(pattern).toArray()))
        .toHex();
  }

  // ---- spends of whole outputs

  private static final int PUSH_OF_20 = 20;

  private static PrecomputedTransaction spend(Bytes scriptSig, Bytes locking, List<Bytes> witness) {
    Txid txid = new Txid(Bytes.wrap(new byte[32]));
    Transaction tx =
        new Transaction(
            2,
            List.of(new TxIn(new OutPoint(txid, 0), scriptSig, 0, witness)),
            List.of(new TxOut(5, Bytes.EMPTY)),
            0);
    return PrecomputedTransaction.of(tx, List.of(new TxOut(10, locking)));
  }

  private static ScriptError check(Bytes scriptSig, Bytes locking, Bytes... witness) {
    return ScriptCheck.check(spend(scriptSig, locking, List.of(witness)), 0, ScriptFlags.MANDATORY);
  }

  private static Bytes program(int version, int size) {
    // Not zeros: the program itself is what the locking script leaves on the stack.
    byte[] program = new byte[size];
    program[0] = 1;
    return new ScriptBuilder().number(version).push(program).build();
  }

  @Test
  public void unknownWitnessProgramsAreFreeToSpend() {
    Bytes anchor = Bytes.fromHex("51024e73");
    assertThat(Script.isPayToAnchor(anchor)).isTrue();
    assertThat(check(Bytes.EMPTY, anchor)).isEqualTo(ScriptError.OK);
    assertThat(check(Bytes.EMPTY, anchor, KEY)).isEqualTo(ScriptError.OK);
    assertThat(ScriptCheck.check(spend(Bytes.EMPTY, anchor, List.of(KEY)), 0, ScriptFlags.STANDARD))
        .isEqualTo(ScriptError.OK);
    for (int version = 2; version <= 16; version++) {
      Bytes future = program(version, 32);
      assertThat(check(Bytes.EMPTY, future, KEY)).isEqualTo(ScriptError.OK);
      assertThat(ScriptCheck.check(spend(Bytes.EMPTY, future, List.of()), 0, ScriptFlags.STANDARD))
          .isEqualTo(ScriptError.DISCOURAGE_UPGRADABLE_WITNESS_PROGRAM);
    }
    assertThat(check(Bytes.EMPTY, program(0, 21), KEY))
        .isEqualTo(ScriptError.WITNESS_PROGRAM_WRONG_LENGTH);
    assertThat(check(Bytes.EMPTY, program(1, 33), KEY)).isEqualTo(ScriptError.OK);
    assertThat(check(Bytes.EMPTY, program(0, 32)))
        .isEqualTo(ScriptError.WITNESS_PROGRAM_WITNESS_EMPTY);
    assertThat(check(Bytes.EMPTY, program(1, 32)))
        .isEqualTo(ScriptError.WITNESS_PROGRAM_WITNESS_EMPTY);
    assertThat(check(Bytes.fromHex("51"), program(0, PUSH_OF_20)))
        .isEqualTo(ScriptError.WITNESS_MALLEATED);
  }

  @Test
  public void taprootInsideAScriptHashIsFreeToSpend() {
    Bytes redeem = program(1, 32);
    Bytes locking =
        new ScriptBuilder()
            .op(Opcodes.OP_HASH160)
            .push(Hashes.hash160(redeem.toArray()))
            .op(Opcodes.OP_EQUAL)
            .build();
    Bytes push = new ScriptBuilder().push(redeem).build();
    assertThat(check(push, locking, KEY)).isEqualTo(ScriptError.OK);
    assertThat(ScriptCheck.check(spend(push, locking, List.of()), 0, ScriptFlags.STANDARD))
        .isEqualTo(ScriptError.DISCOURAGE_UPGRADABLE_WITNESS_PROGRAM);
  }

  @Test
  public void everyHashTypeAndHighSAreValidInBlocks() {
    Bytes locking = new ScriptBuilder().push(KEY).op(Opcodes.OP_CHECKSIG).build();
    for (int type = 0; type < 256; type++) {
      PrecomputedTransaction unsigned = spend(Bytes.EMPTY, locking, List.of());
      Bytes hash = SignatureHashes.legacy(unsigned, 0, locking, type);
      Bytes signature =
          Bytes.of(Ecdsa.sign(SECRET, hash.toArray())).concat(Bytes.of(new byte[] {(byte) type}));
      assertThat(check(new ScriptBuilder().push(signature).build(), locking))
          .as("type %d", type)
          .isEqualTo(ScriptError.OK);
    }
  }

  @Test
  public void singleWithoutOutputSignsTheNumberOne() {
    Bytes locking = new ScriptBuilder().push(KEY).op(Opcodes.OP_CHECKSIG).build();
    byte[] one = new byte[32];
    one[0] = 1;
    Bytes signature = Bytes.of(Ecdsa.sign(SECRET, one)).concat(Bytes.fromHex("03"));
    Bytes scriptSig = new ScriptBuilder().push(signature).build();
    Txid txid = Txid.ZERO;
    Transaction tx =
        new Transaction(
            1,
            List.of(
                new TxIn(new OutPoint(txid, 0), Bytes.EMPTY, 0),
                new TxIn(new OutPoint(txid, 1), scriptSig, 0)),
            List.of(new TxOut(1, Bytes.EMPTY)),
            0);
    List<TxOut> spent = List.of(new TxOut(1, Bytes.EMPTY), new TxOut(1, locking));
    assertThat(ScriptCheck.check(PrecomputedTransaction.of(tx, spent), 1, ScriptFlags.MANDATORY))
        .isEqualTo(ScriptError.OK);
  }

  // ---- tapscript

  private static ScriptError tapscript(
      Bytes script, List<Bytes> stack, ScriptFlags flags, int leafVersion) {
    Bytes leaf = TaprootSpend.leafHash(leafVersion, script);
    Secp256k1.Tweaked output =
        Secp256k1.xonlyTweakAdd(XONLY.toArray(), TaprootSpend.tweak(XONLY, leaf).toArray())
            .orElseThrow();
    List<Bytes> witness = new ArrayList<>(stack);
    witness.add(script);
    witness.add(Bytes.of(new byte[] {(byte) (leafVersion | (output.odd() ? 1 : 0))}).concat(XONLY));
    Bytes locking = new ScriptBuilder().op(Opcodes.OP_1).push(Bytes.of(output.key())).build();
    return ScriptCheck.check(spend(Bytes.EMPTY, locking, witness), 0, flags);
  }

  private static ScriptError tapscript(String script, Bytes... stack) {
    return tapscript(
        Assembly.parse(script), List.of(stack), ScriptFlags.MANDATORY, TaprootSpend.LEAF_TAPSCRIPT);
  }

  @Test
  public void successOpcodesEndATapscriptAtOnce() {
    int successes = 0;
    for (int opcode = 0; opcode < 256; opcode++) {
      if (!Opcodes.isSuccess(opcode)) {
        continue;
      }
      successes++;
      Bytes op = Bytes.of(new byte[] {(byte) opcode});
      Bytes script = Assembly.parse("0 IF").concat(op).concat(Bytes.fromHex("4c"));
      assertThat(tapscript(script, List.of(), ScriptFlags.MANDATORY, TaprootSpend.LEAF_TAPSCRIPT))
          .isEqualTo(ScriptError.OK);
      assertThat(tapscript(script, List.of(), ScriptFlags.STANDARD, TaprootSpend.LEAF_TAPSCRIPT))
          .isEqualTo(ScriptError.DISCOURAGE_OP_SUCCESS);
    }
    assertThat(successes).isEqualTo(87);
    assertThat(tapscript("0xff")).isEqualTo(ScriptError.BAD_OPCODE);
    assertThat(tapscript("1 0 IF 0xff ENDIF")).isEqualTo(ScriptError.OK);
    assertThat(tapscript("0 IF VERIF ENDIF 1")).isEqualTo(ScriptError.BAD_OPCODE);
    // An unreadable push before it counts, behind it does not.
    assertThat(tapscript("0x4c")).isEqualTo(ScriptError.BAD_OPCODE);
    Bytes large = Bytes.wrap(new byte[521]);
    assertThat(tapscript("0x50", large)).isEqualTo(ScriptError.OK);
    assertThat(tapscript("DROP 1", large)).isEqualTo(ScriptError.PUSH_SIZE);
  }

  @Test
  public void tapscriptsHaveNoLimitOfSizeOrOperations() {
    assertThat(tapscript("NOP ".repeat(20_001) + "1")).isEqualTo(ScriptError.OK);
    Bytes[] many = new Bytes[1000];
    java.util.Arrays.fill(many, Bytes.EMPTY);
    assertThat(tapscript("DROP ".repeat(999) + "NOT", many)).isEqualTo(ScriptError.OK);
    Bytes[] tooMany = new Bytes[1001];
    java.util.Arrays.fill(tooMany, Bytes.EMPTY);
    assertThat(tapscript("DROP ".repeat(1000) + "NOT", tooMany)).isEqualTo(ScriptError.STACK_SIZE);
  }

  @Test
  public void signaturesInTapscriptFollowTheirOwnRules() {
    String key = "0x20 0x" + XONLY.toHex() + " ";
    assertThat(tapscript(key + "CHECKSIG", Bytes.EMPTY)).isEqualTo(ScriptError.EVAL_FALSE);
    assertThat(tapscript(key + "CHECKSIG NOT", Bytes.EMPTY)).isEqualTo(ScriptError.OK);
    assertThat(tapscript(key + "CHECKSIG", Bytes.wrap(new byte[63])))
        .isEqualTo(ScriptError.SCHNORR_SIG_SIZE);
    assertThat(tapscript(key + "CHECKSIG", Bytes.wrap(new byte[64])))
        .isEqualTo(ScriptError.SCHNORR_SIG);
    assertThat(tapscript(key + "CHECKSIG", Bytes.wrap(new byte[65])))
        .isEqualTo(ScriptError.SCHNORR_SIG_HASHTYPE);
    byte[] undefined = new byte[65];
    undefined[64] = 4;
    assertThat(tapscript(key + "CHECKSIG", Bytes.wrap(undefined)))
        .isEqualTo(ScriptError.SCHNORR_SIG_HASHTYPE);
    assertThat(tapscript("0 CHECKSIG", Bytes.EMPTY)).isEqualTo(ScriptError.TAPSCRIPT_EMPTY_PUBKEY);
    assertThat(tapscript("0x01 0x09 CHECKSIG", KEY)).isEqualTo(ScriptError.OK);
    assertThat(tapscript("0x01 0x09 CHECKSIG NOT", Bytes.EMPTY)).isEqualTo(ScriptError.OK);
    assertThat(tapscript("5 0x01 0x09 CHECKSIGADD 6 EQUAL", KEY)).isEqualTo(ScriptError.OK);
    assertThat(tapscript("5 0x01 0x09 CHECKSIGADD 5 EQUAL", Bytes.EMPTY)).isEqualTo(ScriptError.OK);
    assertThat(tapscript("0x05 0x0000000001 0x01 0x09 CHECKSIGADD", KEY))
        .isEqualTo(ScriptError.SCRIPTNUM);
    assertThat(tapscript("0 0 CHECKMULTISIG")).isEqualTo(ScriptError.TAPSCRIPT_CHECKMULTISIG);
    assertThat(tapscript("0 IF CHECKMULTISIG ENDIF 1")).isEqualTo(ScriptError.OK);
    assertThat(tapscript("2 IF 1 ENDIF")).isEqualTo(ScriptError.TAPSCRIPT_MINIMALIF);
  }

  @Test
  public void theWholeWitnessPaysForItsSignatures() {
    // Witness: count 1, signature 1+1, script 1+n, control block 1+33.
    String each = "2DUP CHECKSIGVERIFY ";
    for (int checks = 1; checks < 12; checks++) {
      String script = each.repeat(checks) + "2DROP 1";
      int size = 1 + 2 + 2 + 1 + Assembly.parse(script).size() + 34;
      boolean enough = 50 * checks <= size + 50;
      assertThat(tapscript(script, KEY.slice(0, 1), KEY.slice(0, 1)))
          .as("%d signatures in %d bytes", checks, size)
          .isEqualTo(enough ? ScriptError.OK : ScriptError.TAPSCRIPT_VALIDATION_WEIGHT);
    }
  }

  @Test
  public void commitmentsAreCheckedBeforeUnknownLeafVersionsPass() {
    Bytes junk = Bytes.fromHex("4c");
    assertThat(tapscript(junk, List.of(), ScriptFlags.MANDATORY, 0xc2)).isEqualTo(ScriptError.OK);
    assertThat(tapscript(junk, List.of(), ScriptFlags.STANDARD, 0xc2))
        .isEqualTo(ScriptError.DISCOURAGE_UPGRADABLE_TAPROOT_VERSION);
    Bytes locking = new ScriptBuilder().op(Opcodes.OP_1).push(XONLY).build();
    Bytes control = Bytes.fromHex("c2").concat(XONLY);
    assertThat(check(Bytes.EMPTY, locking, junk, control))
        .isEqualTo(ScriptError.WITNESS_PROGRAM_MISMATCH);
    assertThat(check(Bytes.EMPTY, locking, junk, control.slice(0, 32)))
        .isEqualTo(ScriptError.TAPROOT_WRONG_CONTROL_SIZE);
    assertThat(check(Bytes.EMPTY, locking, junk, control.concat(Bytes.wrap(new byte[32 * 129]))))
        .isEqualTo(ScriptError.TAPROOT_WRONG_CONTROL_SIZE);
  }

  @Test
  public void keyPathSignaturesCommitToTheAnnex() {
    Bytes locking = new ScriptBuilder().op(Opcodes.OP_1).push(XONLY).build();
    Bytes annex = Bytes.fromHex("5001");
    PrecomputedTransaction unsigned = spend(Bytes.EMPTY, locking, List.of());
    Bytes hash =
        SignatureHashes.taproot(
            unsigned,
            0,
            SignatureHashes.DEFAULT,
            TaprootSpend.annexHash(annex),
            null,
            ExecutionData.NO_CODE_SEPARATOR);
    Bytes signature =
        Bytes.of(
            Schnorr.sign(SECRET, java.util.Objects.requireNonNull(hash).toArray(), new byte[32]));
    assertThat(check(Bytes.EMPTY, locking, signature, annex)).isEqualTo(ScriptError.OK);
    assertThat(check(Bytes.EMPTY, locking, signature)).isEqualTo(ScriptError.SCHNORR_SIG);
    assertThat(check(Bytes.EMPTY, locking, signature, Bytes.fromHex("5002")))
        .isEqualTo(ScriptError.SCHNORR_SIG);
    // Alone, what looks like an annex is the signature.
    assertThat(check(Bytes.EMPTY, locking, annex)).isEqualTo(ScriptError.SCHNORR_SIG_SIZE);
  }
}
