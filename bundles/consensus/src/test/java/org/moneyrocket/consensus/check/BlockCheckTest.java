// SPDX-License-Identifier: MIT
package org.moneyrocket.consensus.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.Test;
import org.moneyrocket.consensus.TestHeader;
import org.moneyrocket.consensus.interpreter.Opcodes;
import org.moneyrocket.consensus.interpreter.Script;
import org.moneyrocket.consensus.interpreter.ScriptBuilder;
import org.moneyrocket.consensus.interpreter.ScriptFlags;
import org.moneyrocket.consensus.params.BuriedDeployment;
import org.moneyrocket.consensus.params.Chain;
import org.moneyrocket.consensus.params.ChainOptions;
import org.moneyrocket.consensus.params.ChainParameters;
import org.moneyrocket.primitives.Block;
import org.moneyrocket.primitives.BlockHash;
import org.moneyrocket.primitives.BlockHeader;
import org.moneyrocket.primitives.Bytes;
import org.moneyrocket.primitives.OutPoint;
import org.moneyrocket.primitives.Transaction;
import org.moneyrocket.primitives.TxIn;
import org.moneyrocket.primitives.TxOut;
import org.moneyrocket.primitives.Txid;

public class BlockCheckTest {
  private static final ChainParameters REGTEST = ChainParameters.of(Chain.REGTEST);
  private static final TestHeader TIP =
      TestHeader.genesis(REGTEST.genesis().header()).thenMany(20, 4, 600);
  private static final int HEIGHT = 21;
  private static final Bytes TRUE = new ScriptBuilder().op(Opcodes.OP_1).build();

  private static Transaction coinbase(Bytes scriptSig, Bytes... scripts) {
    List<TxOut> outputs = new ArrayList<>();
    outputs.add(new TxOut(1, TRUE));
    for (Bytes script : scripts) {
      outputs.add(new TxOut(0, script));
    }
    return new Transaction(
        1, List.of(new TxIn(OutPoint.NULL, scriptSig, TxIn.SEQUENCE_FINAL)), outputs, 0);
  }

  private static Bytes height(int height) {
    return new ScriptBuilder().number(height).op(Opcodes.OP_0).build();
  }

  private static Transaction spending(int seed, Bytes scriptSig, List<Bytes> witness, Bytes out) {
    byte[] txid = new byte[32];
    txid[0] = (byte) seed;
    txid[1] = (byte) (seed >>> 8);
    return new Transaction(
        2,
        List.of(new TxIn(new OutPoint(new Txid(Bytes.wrap(txid)), 0), scriptSig, -1, witness)),
        List.of(new TxOut(1, out)),
        0);
  }

  private static Block block(List<Transaction> transactions) {
    return new Block(
        new BlockHeader(
            4,
            TIP.hash(),
            MerkleTree.ofTransactions(transactions).hash(),
            TIP.time() + 600,
            TIP.bits(),
            0),
        transactions);
  }

  private static Block block(Transaction... transactions) {
    return block(List.of(transactions));
  }

  private static Verdict check(Block block) {
    return BlockCheck.check(REGTEST, block, false, true);
  }

  private static Verdict broken(String reason, String detail) {
    return Verdict.invalid(Blame.CONSENSUS, reason, detail);
  }

  @Test
  public void blocksAreCheckedInOrder() {
    Transaction coinbase = coinbase(height(HEIGHT));
    Transaction payment = spending(1, Bytes.EMPTY, List.of(), TRUE);
    assertThat(check(block(coinbase, payment))).isEqualTo(Verdict.VALID);
    assertThat(check(block())).isEqualTo(broken("bad-blk-length", "size limits failed"));
    assertThat(check(block(payment)))
        .isEqualTo(broken("bad-cb-missing", "first tx is not coinbase"));
    assertThat(check(block(coinbase, coinbase(height(22)))))
        .isEqualTo(broken("bad-cb-multiple", "more than one coinbase"));
    Transaction noOutputs = new Transaction(1, payment.inputs(), List.of(), 0);
    assertThat(check(block(coinbase, noOutputs)))
        .isEqualTo(
            broken(
                "bad-txns-vout-empty",
                "Transaction check failed (tx hash " + noOutputs.txid() + ") "));
  }

  @Test
  public void countsLegacySignatureOperationsWhereverTheyStand() {
    byte[] checks = new byte[20_000];
    java.util.Arrays.fill(checks, (byte) Opcodes.OP_CHECKSIG);
    Bytes most = Bytes.wrap(checks);
    Transaction coinbase = coinbase(height(HEIGHT));
    assertThat(check(block(coinbase, spending(1, Bytes.EMPTY, List.of(), most))))
        .isEqualTo(Verdict.VALID);
    Bytes more = most.concat(Bytes.wrap(new byte[] {(byte) Opcodes.OP_CHECKSIG}));
    assertThat(check(block(coinbase, spending(1, Bytes.EMPTY, List.of(), more))))
        .isEqualTo(broken("bad-blk-sigops", "out-of-bounds SigOpCount"));
    assertThat(
            check(
                block(
                    coinbase(height(HEIGHT), Bytes.wrap(new byte[] {(byte) 0xac})),
                    spending(1, Bytes.EMPTY, List.of(), most))))
        .isEqualTo(broken("bad-blk-sigops", "out-of-bounds SigOpCount"));
  }

  @Test
  public void countsSignatureOperationsAsTheRulesSay() {
    Bytes two = new ScriptBuilder().op(Opcodes.OP_2).op(Opcodes.OP_CHECKMULTISIG).build();
    assertThat(Script.sigOps(two, true)).isEqualTo(2);
    assertThat(Script.sigOps(two, false)).isEqualTo(20);
    Bytes zero = new ScriptBuilder().op(Opcodes.OP_0).op(Opcodes.OP_CHECKMULTISIG).build();
    assertThat(Script.sigOps(zero, true)).isEqualTo(20);
    Bytes truncated =
        new ScriptBuilder().op(Opcodes.OP_RETURN).op(0xac).op(0x4c).op(5).op(0xac).build();
    assertThat(Script.sigOps(truncated, true)).isEqualTo(1);
    Bytes redeem = new ScriptBuilder().op(0xac).op(0xad).build();
    assertThat(Script.redeemScriptSigOps(new ScriptBuilder().push(redeem).build())).isEqualTo(2);
    assertThat(Script.redeemScriptSigOps(new ScriptBuilder().push(redeem).op(0x61).build()))
        .isZero();
    assertThat(Script.redeemScriptSigOps(Bytes.fromHex("05ac"))).isZero();
    Bytes p2wsh = new ScriptBuilder().op(0).push(new byte[32]).build();
    Bytes p2wpkh = new ScriptBuilder().op(0).push(new byte[20]).build();
    Bytes taproot = new ScriptBuilder().op(Opcodes.OP_1).push(new byte[32]).build();
    List<Bytes> witness = List.of(Bytes.EMPTY, redeem);
    assertThat(Script.witnessSigOps(Bytes.EMPTY, p2wsh, witness)).isEqualTo(2);
    assertThat(Script.witnessSigOps(Bytes.EMPTY, p2wsh, List.of())).isZero();
    assertThat(Script.witnessSigOps(Bytes.EMPTY, p2wpkh, List.of())).isEqualTo(1);
    assertThat(Script.witnessSigOps(Bytes.EMPTY, taproot, witness)).isZero();
    Bytes p2sh = new ScriptBuilder().op(Opcodes.OP_HASH160).push(new byte[20]).op(0x87).build();
    Bytes nested = new ScriptBuilder().push(p2wsh).build();
    assertThat(Script.witnessSigOps(nested, p2sh, witness)).isEqualTo(2);
    Transaction tx = spending(1, nested, witness, redeem);
    List<TxOut> spent = List.of(new TxOut(1, p2sh));
    assertThat(SigOps.cost(tx, spent, ScriptFlags.MANDATORY)).isEqualTo(4 * 2 + 2);
    assertThat(SigOps.cost(tx, spent, ScriptFlags.NONE)).isEqualTo(4 * 2);
  }

  private static Verdict inContext(Block block) {
    return BlockCheck.checkInContext(REGTEST, block, TIP);
  }

  @Test
  public void contextDemandsFinalTransactionsAndTheHeight() {
    assertThat(inContext(block(coinbase(height(HEIGHT))))).isEqualTo(Verdict.VALID);
    assertThat(inContext(block(coinbase(height(HEIGHT + 1)))))
        .isEqualTo(broken("bad-cb-height", "block height mismatch in coinbase"));
    Transaction notFinal =
        new Transaction(
            1,
            List.of(new TxIn(OutPoint.NULL, height(HEIGHT), 0)),
            List.of(new TxOut(1, TRUE)),
            HEIGHT);
    assertThat(inContext(block(notFinal)))
        .isEqualTo(broken("bad-txns-nonfinal", "non-final transaction"));
    Transaction byTime =
        new Transaction(
            1,
            List.of(new TxIn(OutPoint.NULL, height(HEIGHT), 0)),
            List.of(new TxOut(1, TRUE)),
            (int) TIP.medianTimePast());
    assertThat(inContext(block(byTime)).isValid()).isFalse();
    ChainParameters withoutCsv =
        ChainParameters.of(
            Chain.REGTEST, ChainOptions.NONE.withActivationHeight(BuriedDeployment.CSV, 100));
    assertThat(BlockCheck.checkInContext(withoutCsv, block(byTime), TIP)).isEqualTo(Verdict.VALID);
  }

  private static Block withWitness(Block block) {
    return WitnessCommitment.addTo(block);
  }

  private static Block rooted(Block block) {
    return new Block(
        block.header().withMerkleRoot(MerkleTree.ofTransactions(block).hash()),
        block.transactions());
  }

  private static Verdict mutated(String reason, String detail) {
    return Verdict.invalid(Blame.MUTATED, reason, "CheckWitnessMalleation : " + detail);
  }

  @Test
  public void witnessesMustBeCommittedTo() {
    Transaction withWitness = spending(1, Bytes.EMPTY, List.of(TRUE), TRUE);
    Block bare = block(coinbase(height(HEIGHT)), withWitness);
    assertThat(inContext(bare))
        .isEqualTo(mutated("unexpected-witness", "unexpected witness data found"));
    Block committed = rooted(withWitness(bare));
    assertThat(inContext(committed)).isEqualTo(Verdict.VALID);
    assertThat(BlockCheck.isMutated(committed, true)).isFalse();
    assertThat(BlockCheck.isMutated(committed, false)).isTrue();
    List<Transaction> changed = new ArrayList<>(committed.transactions());
    changed.set(1, spending(1, Bytes.EMPTY, List.of(Bytes.EMPTY), TRUE));
    Block altered = new Block(committed.header(), changed);
    assertThat(inContext(altered))
        .isEqualTo(mutated("bad-witness-merkle-match", "witness merkle commitment mismatch"));
    assertThat(BlockCheck.isMutated(altered, true)).isTrue();
    List<Transaction> stripped = new ArrayList<>(committed.transactions());
    Transaction first = stripped.get(0);
    stripped.set(0, first.withInputs(List.of(first.inputs().get(0).withWitness(List.of(TRUE)))));
    assertThat(inContext(new Block(committed.header(), stripped)))
        .isEqualTo(mutated("bad-witness-nonce-size", "invalid witness reserved value size"));
    ChainParameters before =
        ChainParameters.of(
            Chain.REGTEST, ChainOptions.NONE.withActivationHeight(BuriedDeployment.SEGWIT, 100));
    assertThat(BlockCheck.checkInContext(before, committed, TIP))
        .isEqualTo(mutated("unexpected-witness", "unexpected witness data found"));
  }

  @Test
  public void theLastCommitmentCountsAndMayBeLongerThanNeeded() {
    Bytes wrong = WitnessCommitment.script(Bytes.wrap(new byte[32]));
    Transaction payment = spending(1, Bytes.EMPTY, List.of(TRUE), TRUE);
    Block plain = block(coinbase(height(HEIGHT), wrong), payment);
    Bytes right =
        WitnessCommitment.script(
                WitnessCommitment.hash(
                    MerkleTree.ofWitnesses(plain), WitnessCommitment.ZERO_RESERVED_VALUE))
            .concat(Bytes.fromHex("0102"));
    Block good =
        WitnessCommitment.withReservedValue(block(coinbase(height(HEIGHT), wrong, right), payment));
    assertThat(inContext(good)).isEqualTo(Verdict.VALID);
    Block bad =
        WitnessCommitment.withReservedValue(block(coinbase(height(HEIGHT), right, wrong), payment));
    assertThat(inContext(bad).text()).startsWith("bad-witness-merkle-match");
  }

  @Test
  public void weightIsLimitedWithWitnesses() {
    List<Bytes> witness = List.of(Bytes.wrap(new byte[3_998_900]));
    Block heavy =
        rooted(
            withWitness(block(coinbase(height(HEIGHT)), spending(1, Bytes.EMPTY, witness, TRUE))));
    assertThat(heavy.weight()).isLessThanOrEqualTo(4_000_000);
    assertThat(inContext(heavy)).isEqualTo(Verdict.VALID);
    int room = 4_000_000 - heavy.weight();
    List<Bytes> more = List.of(Bytes.wrap(new byte[3_998_900 + room + 1]));
    Block tooHeavy =
        rooted(withWitness(block(coinbase(height(HEIGHT)), spending(1, Bytes.EMPTY, more, TRUE))));
    assertThat(tooHeavy.weight()).isEqualTo(4_000_001);
    assertThat(inContext(tooHeavy))
        .isEqualTo(broken("bad-blk-weight", "ContextualCheckBlock : weight limit failed"));
  }

  @Test
  public void aNodeOfTheTreeThatPassesForATransactionIsAMutation() {
    byte[] padding = new byte[4];
    Transaction small =
        new Transaction(
            1,
            List.of(new TxIn(new OutPoint(Txid.ZERO, 3), Bytes.wrap(padding), TxIn.SEQUENCE_FINAL)),
            List.of(new TxOut(1, Bytes.EMPTY)),
            0);
    assertThat(small.baseSize()).isEqualTo(64);
    Block imitation = block(small);
    assertThat(BlockCheck.isMutated(imitation, false)).isTrue();
    Block honest = block(spending(1, Bytes.EMPTY, List.of(), TRUE));
    assertThat(BlockCheck.isMutated(honest, false)).isFalse();
  }

  @Test
  public void duplicateTransactionsAreOnlyAllowedWhereTheyHappened() {
    ChainParameters main = ChainParameters.of(Chain.MAIN);
    BlockHash repeat =
        BlockHash.fromDisplay("00000000000a4d0a398161ffc163c503763b1f4360639393e0e4c8e300e0caec");
    assertThat(DuplicateTransactions.isRepeat(main, 91842, repeat)).isTrue();
    assertThat(DuplicateTransactions.isRepeat(main, 91843, repeat)).isFalse();
    assertThat(DuplicateTransactions.isRepeat(REGTEST, 91842, repeat)).isFalse();
    assertThat(
            DuplicateTransactions.isRepeated(
                main,
                91722,
                BlockHash.fromDisplay(
                    "00000000000271a2dc26e7667f8419f2e15416dc6955e5a6c6cdf3f2574dd08e")))
        .isTrue();
    assertThat(DuplicateTransactions.mustCheck(REGTEST, TIP)).isTrue();
  }
}
