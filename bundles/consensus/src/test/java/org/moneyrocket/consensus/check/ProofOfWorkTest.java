// SPDX-License-Identifier: MIT
package org.moneyrocket.consensus.check;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.junit.Test;
import org.moneyrocket.consensus.CompactTarget;
import org.moneyrocket.consensus.TestHeader;
import org.moneyrocket.consensus.UInt256;
import org.moneyrocket.consensus.interpreter.Opcodes;
import org.moneyrocket.consensus.interpreter.ScriptBuilder;
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
import org.moneyrocket.testkit.vectors.Vectors;

public class ProofOfWorkTest {
  private static final ChainParameters MAIN = ChainParameters.of(Chain.MAIN);
  private static final ChainParameters TEST = ChainParameters.of(Chain.TEST);
  private static final ChainParameters TESTNET4 = ChainParameters.of(Chain.TESTNET4);
  private static final ChainParameters REGTEST = ChainParameters.of(Chain.REGTEST);
  private static final int LIMIT = 0x1d00ffff;

  private static int retarget(int height, long from, long to, int bits) {
    TestHeader first = TestHeader.first(height - 2015, from, bits);
    TestHeader last = TestHeader.first(height, to, bits);
    return ProofOfWork.retarget(MAIN, last, first);
  }

  @Test
  public void retargetsAsTheMainChainDid() {
    assertThat(retarget(32255, 1261130161L, 1262152739L, 0x1d00ffff)).isEqualTo(0x1d00d86a);
    assertThat(retarget(2015, 1231006505L, 1233061996L, 0x1d00ffff)).isEqualTo(0x1d00ffff);
    // Faster than four times, slower than four times.
    assertThat(retarget(68543, 1279008237L, 1279297671L, 0x1c05a3f4)).isEqualTo(0x1c0168fd);
    assertThat(retarget(46367, 1263163443L, 1269211443L, 0x1c387f6f)).isEqualTo(0x1d00e1fd);
    // A period of negative length counts as a short one.
    assertThat(retarget(68543, 1279297671L, 1279008237L, 0x1c05a3f4)).isEqualTo(0x1c0168fd);
  }

  @Test
  public void judgesTransitionsByBitsAlone() {
    assertThat(ProofOfWork.isPermittedTransition(MAIN, 32256, 0x1d00ffff, 0x1d00d86a)).isTrue();
    assertThat(ProofOfWork.isPermittedTransition(MAIN, 68544, 0x1c05a3f4, 0x1c0168fd)).isTrue();
    assertThat(ProofOfWork.isPermittedTransition(MAIN, 68544, 0x1c05a3f4, 0x1c0168fc)).isFalse();
    assertThat(ProofOfWork.isPermittedTransition(MAIN, 46368, 0x1c387f6f, 0x1d00e1fd)).isTrue();
    assertThat(ProofOfWork.isPermittedTransition(MAIN, 46368, 0x1c387f6f, 0x1d00e1fe)).isFalse();
    assertThat(ProofOfWork.isPermittedTransition(MAIN, 46369, 0x1c387f6f, 0x1c387f6f)).isTrue();
    assertThat(ProofOfWork.isPermittedTransition(MAIN, 46369, 0x1c387f6f, 0x1c387f6e)).isFalse();
    assertThat(ProofOfWork.isPermittedTransition(TEST, 46369, 0x1c387f6f, 0x1d00ffff)).isTrue();
  }

  @Test
  public void acceptsOnlyHashesUpToTheTargetAndTargetsUpToTheLimit() {
    BlockHash genesis = MAIN.genesisHash();
    assertThat(ProofOfWork.check(genesis, LIMIT, MAIN)).isTrue();
    UInt256 hash = UInt256.fromLittleEndian(genesis.hash());
    int above = CompactTarget.of(hash.plus(UInt256.ONE.shiftLeft(210))).bits();
    int below = CompactTarget.of(hash).bits();
    assertThat(ProofOfWork.check(genesis, above, MAIN)).isTrue();
    assertThat(ProofOfWork.check(genesis, below, MAIN)).isFalse();
    BlockHash zero = BlockHash.ZERO;
    assertThat(ProofOfWork.check(zero, 0x1d00ffff, MAIN)).isTrue();
    assertThat(ProofOfWork.check(zero, 0x1d010000, MAIN)).isFalse();
    assertThat(ProofOfWork.check(zero, 0, MAIN)).isFalse();
    assertThat(ProofOfWork.check(zero, 0x1d80ffff, MAIN)).isFalse();
    assertThat(ProofOfWork.check(zero, 0x217fffff, REGTEST)).isFalse();
    assertThat(ProofOfWork.check(zero, 0x207fffff, REGTEST)).isTrue();
    assertThat(HeaderCheck.check(REGTEST, zero, 0x217fffff))
        .isEqualTo(Verdict.invalid(Blame.INVALID_HEADER, "high-hash", "proof of work failed"));
  }

  @Test
  public void lateBlocksOfTestChainsMayBeEasyAndDoNotCountAfterwards() {
    int hard = 0x1c05a3f4;
    TestHeader first = TestHeader.first(2016 * 3, 1_600_000_000, hard);
    TestHeader regular = first.then(first.time() + 600, hard);
    assertThat(ProofOfWork.requiredBits(TEST, regular, regular.time() + 1200)).isEqualTo(hard);
    assertThat(ProofOfWork.requiredBits(TEST, regular, regular.time() + 1201)).isEqualTo(LIMIT);
    assertThat(ProofOfWork.requiredBits(MAIN, regular, regular.time() + 1201)).isEqualTo(hard);
    TestHeader easy = regular.then(regular.time() + 1201, LIMIT);
    TestHeader easyAgain = easy.then(easy.time() + 1300, LIMIT);
    assertThat(ProofOfWork.requiredBits(TEST, easyAgain, easyAgain.time() + 600)).isEqualTo(hard);
    // If the period itself begins with the limit, the walk back ends there.
    TestHeader easyFirst = TestHeader.first(2016 * 3, 1_600_000_000, LIMIT);
    assertThat(ProofOfWork.requiredBits(TEST, easyFirst, easyFirst.time() + 600)).isEqualTo(LIMIT);
  }

  @Test
  public void bip94TakesTheFirstBlockOfThePeriodAsBase() {
    int hard = 0x1c05a3f4;
    TestHeader at = TestHeader.first(2016 * 5, 1_700_000_000, hard);
    at = at.thenMany(2014, 4, 600);
    TestHeader easyLast = at.then(at.time() + 600, LIMIT);
    assertThat(easyLast.height()).isEqualTo(2016 * 6 - 1);
    int withRule = ProofOfWork.requiredBits(TESTNET4, easyLast, easyLast.time() + 600);
    int without = ProofOfWork.requiredBits(TEST, easyLast, easyLast.time() + 600);
    // One spacing less than the timespan is measured, so it gets a little harder.
    assertThat(new CompactTarget(withRule).target())
        .isLessThan(new CompactTarget(hard).target())
        .isGreaterThan(new CompactTarget(0x1c05a000).target());
    assertThat(without).isEqualTo(0x1d00ffde);
    // The exception for late blocks never holds for the first of a period.
    assertThat(ProofOfWork.requiredBits(TESTNET4, easyLast, easyLast.time() + 5000))
        .isEqualTo(withRule);
  }

  @Test
  public void regtestNeverRetargets() {
    TestHeader at = TestHeader.genesis(REGTEST.genesis().header());
    TestHeader last = at.thenMany(143, 4, 1);
    assertThat(ProofOfWork.requiredBits(REGTEST, last, last.time() + 1)).isEqualTo(0x207fffff);
  }

  @Test
  public void bip94RefusesToGoBackFartherThanTenMinutes() {
    ChainParameters params = ChainParameters.of(Chain.REGTEST, ChainOptions.NONE.withBip94());
    TestHeader last = TestHeader.genesis(params.genesis().header()).thenMany(143, 4, 600);
    Verdict refused =
        HeaderCheck.checkInContext(params, child(last, 4, last.time() - 601), last, last.time());
    assertThat(refused)
        .isEqualTo(
            Verdict.invalid(
                Blame.INVALID_HEADER,
                "time-timewarp-attack",
                "block's timestamp is too early on diff adjustment block"));
    BlockHeader allowed = child(last, 4, last.time() - 600);
    assertThat(HeaderCheck.checkInContext(params, allowed, last, last.time()).isValid()).isTrue();
    BlockHeader early = child(last, 4, last.time() - 601);
    assertThat(HeaderCheck.checkInContext(REGTEST, early, last, last.time()).isValid()).isTrue();
  }

  private static BlockHeader child(TestHeader parent, int version, long time) {
    return new BlockHeader(
        version, parent.hash(), Bytes.wrap(new byte[32]), time, parent.bits(), 0);
  }

  @Test
  public void headersAreCheckedInOrder() {
    TestHeader tip = TestHeader.genesis(REGTEST.genesis().header()).thenMany(20, 4, 600);
    long now = tip.time();
    long median = tip.medianTimePast();
    assertThat(median).isEqualTo(tip.time() - 5 * 600);
    BlockHeader wrongBits =
        new BlockHeader(4, tip.hash(), Bytes.wrap(new byte[32]), median, 0x1d00ffff, 0);
    assertThat(reason(HeaderCheck.checkInContext(REGTEST, wrongBits, tip, now)))
        .isEqualTo("bad-diffbits, incorrect proof of work");
    assertThat(reason(HeaderCheck.checkInContext(REGTEST, child(tip, 4, median), tip, now)))
        .isEqualTo("time-too-old, block's timestamp is too early");
    assertThat(HeaderCheck.checkInContext(REGTEST, child(tip, 4, median + 1), tip, now))
        .isEqualTo(Verdict.VALID);
    assertThat(HeaderCheck.checkInContext(REGTEST, child(tip, 4, now + 7200), tip, now))
        .isEqualTo(Verdict.VALID);
    assertThat(HeaderCheck.checkInContext(REGTEST, child(tip, 4, now + 7201), tip, now))
        .isEqualTo(
            Verdict.invalid(
                Blame.TIME_FUTURE, "time-too-new", "block timestamp too far in the future"));
    assertThat(reason(HeaderCheck.checkInContext(REGTEST, child(tip, 3, now), tip, now)))
        .isEqualTo("bad-version(0x00000003), rejected nVersion=0x00000003 block");
    assertThat(reason(HeaderCheck.checkInContext(REGTEST, child(tip, -1, now), tip, now)))
        .isEqualTo("bad-version(0xffffffff), rejected nVersion=0xffffffff block");
    assertThat(HeaderCheck.checkInContext(REGTEST, child(tip, 0x7fffffff, now), tip, now))
        .isEqualTo(Verdict.VALID);
  }

  private static String reason(Verdict verdict) {
    return verdict.text();
  }

  @Test
  public void halvesTheSubsidyAndEndsIt() {
    assertThat(Subsidy.at(MAIN, 0)).isEqualTo(50_0000_0000L);
    assertThat(Subsidy.at(MAIN, 209_999)).isEqualTo(50_0000_0000L);
    assertThat(Subsidy.at(MAIN, 210_000)).isEqualTo(25_0000_0000L);
    assertThat(Subsidy.at(MAIN, 210_000 * 32)).isEqualTo(1);
    assertThat(Subsidy.at(MAIN, 210_000 * 33)).isZero();
    assertThat(Subsidy.at(MAIN, 210_000 * 64)).isZero();
    assertThat(Subsidy.at(REGTEST, 149)).isEqualTo(50_0000_0000L);
    assertThat(Subsidy.at(REGTEST, 150)).isEqualTo(25_0000_0000L);
    long sum = 0;
    for (int height = 0; height < 14_000_000; height += 1000) {
      sum += Subsidy.at(MAIN, height) * 1000;
    }
    assertThat(sum).isEqualTo(2_099_999_997_690_000L);
  }

  @Test
  public void equivalentTimeFollowsTheWorkOfTheTip() {
    TestHeader genesis = TestHeader.genesis(MAIN.genesis().header());
    TestHeader tip = genesis.thenMany(20, 4, 600);
    assertThat(ProofOfWork.equivalentTime(tip, genesis, tip, MAIN)).isEqualTo(12000);
    assertThat(ProofOfWork.equivalentTime(genesis, tip, tip, MAIN)).isEqualTo(-12000);
  }

  /** 2016 blocks with real work on a chain that only exists in this file. */
  @Test
  public void rebuildsTheAlternativeMainChainAcrossItsFirstRetarget() {
    JsonNode data = Vectors.json("chain/mainnet_alt.json");
    TestHeader tip = TestHeader.genesis(MAIN.genesis().header());
    assertThat(data.get("nonces")).hasSize(2016);
    for (int i = 0; i < 2016; i++) {
      int height = i + 1;
      long time = data.get("timestamps").get(i).asLong();
      Bytes scriptSig = new ScriptBuilder().number(height).build();
      if (height <= 16) {
        scriptSig = scriptSig.concat(new ScriptBuilder().op(Opcodes.OP_0).build());
      }
      Transaction coinbase =
          new Transaction(
              2,
              List.of(new TxIn(OutPoint.NULL, scriptSig, TxIn.SEQUENCE_FINAL)),
              List.of(
                  new TxOut(
                      Subsidy.at(MAIN, height),
                      Bytes.fromHex("76a914eadbac7f36c37e39361168b7aaee3cb24a25312d88ac"))),
              0);
      int bits = ProofOfWork.requiredBits(MAIN, tip, time);
      assertThat(bits).isEqualTo(height < 2016 ? LIMIT : 0x1c3fffc0);
      BlockHeader header =
          new BlockHeader(
              0x20000000,
              tip.hash(),
              MerkleTree.ofTransactions(List.of(coinbase)).hash(),
              time,
              bits,
              (int) data.get("nonces").get(i).asLong());
      Block block = new Block(header, List.of(coinbase));
      assertThat(BlockCheck.check(MAIN, block)).isEqualTo(Verdict.VALID);
      assertThat(HeaderCheck.checkInContext(MAIN, header, tip, time)).isEqualTo(Verdict.VALID);
      assertThat(BlockCheck.checkInContext(MAIN, block, tip)).isEqualTo(Verdict.VALID);
      tip = tip.then(header);
    }
    assertThat(tip.height()).isEqualTo(2016);
  }
}
