// SPDX-License-Identifier: MIT
package org.moneyrocket.node.peer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.Test;
import org.moneyrocket.consensus.UInt256;
import org.moneyrocket.consensus.check.ProofOfWork;
import org.moneyrocket.consensus.params.Chain;
import org.moneyrocket.consensus.params.ChainParameters;
import org.moneyrocket.primitives.BlockHash;
import org.moneyrocket.primitives.BlockHeader;
import org.moneyrocket.primitives.Bytes;

/** Headers that are fetched twice. Their work is what they claim; who calls has checked that. */
public class LowWorkSyncTest {
  private static final ChainParameters PARAMS = ChainParameters.of(Chain.REGTEST);
  private static final int BITS = PARAMS.genesis().header().bits();
  private static final UInt256 WORK = ProofOfWork.work(BITS);
  private static final int BUFFER = PARAMS.headersSync().redownloadBufferSize();
  private static final int LENGTH = BUFFER + 3000;

  private final List<BlockHeader> good = chain(1, LENGTH);
  private LowWorkSync sync = sync(PARAMS, LENGTH, 1_000_000);

  private static List<BlockHeader> chain(int salt, int length) {
    List<BlockHeader> headers = new ArrayList<>();
    BlockHash previous = PARAMS.genesisHash();
    for (int i = 0; i < length; i++) {
      BlockHeader header =
          new BlockHeader(salt, previous, Bytes.wrap(new byte[32]), 1_300_000_000L + i, BITS, i);
      headers.add(header);
      previous = header.hash();
    }
    return headers;
  }

  /** Wants the work of {@code length} headers. */
  private static LowWorkSync sync(ChainParameters params, int length, long seconds) {
    LowWorkSync.Start start =
        new LowWorkSync.Start(
            0, PARAMS.genesisHash(), BITS, WORK, List.of(PARAMS.genesisHash()), seconds);
    return new LowWorkSync(7, params, start, WORK.times(length + 1), new Random(3));
  }

  private LowWorkSync.Step take(List<BlockHeader> headers, boolean more) {
    return sync.take(headers, headers.stream().map(BlockHeader::hash).toList(), more);
  }

  private LowWorkSync.Step take(List<BlockHeader> chain, int from, int to) {
    return take(chain.subList(from, to), true);
  }

  private void firstPass() {
    for (int at = 0; at < LENGTH; at += 1000) {
      assertThat(sync.inFirstPass()).isTrue();
      LowWorkSync.Step step = take(good, at, Math.min(LENGTH, at + 1000));
      assertThat(step.understood()).isTrue();
      assertThat(step.ready()).isEmpty();
      assertThat(step.askFor()).endsWith(PARAMS.genesisHash()).isNotEmpty();
    }
    assertThat(sync.inFirstPass()).isFalse();
    assertThat(sync.seenHeight()).isEqualTo(LENGTH);
  }

  @Test
  public void theSameHeadersComeOutInOrderOnceThereWasEnoughWork() {
    firstPass();
    List<BlockHeader> out = new ArrayList<>();
    for (int at = 0; at < LENGTH; at += 1000) {
      LowWorkSync.Step step = take(good, at, Math.min(LENGTH, at + 1000));
      assertThat(step.understood()).isTrue();
      int seen = Math.min(LENGTH, at + 1000);
      assertThat(step.askFor().isEmpty()).isEqualTo(seen == LENGTH);
      out.addAll(step.ready());
      assertThat(out).hasSize(seen == LENGTH ? LENGTH : Math.max(0, seen - BUFFER));
    }
    assertThat(out).isEqualTo(good);
  }

  @Test
  public void whoShowsAnotherChainTheSecondTimeIsFoundOutBeforeAnythingIsKept() {
    firstPass();
    List<BlockHeader> other = chain(2, LENGTH);
    for (int at = 0; at < LENGTH; at += 1000) {
      LowWorkSync.Step step = take(other, at, Math.min(LENGTH, at + 1000));
      assertThat(step.ready()).isEmpty();
      if (!step.understood()) {
        assertThat(step.askFor()).isEmpty();
        return;
      }
    }
    throw new AssertionError("the other chain was taken");
  }

  @Test
  public void aChainThatEndsTooSoonIsForgotten() {
    LowWorkSync.Step step = take(good.subList(0, 500), false);
    assertThat(step.understood()).isTrue();
    assertThat(step.ready()).isEmpty();
    assertThat(step.askFor()).isEmpty();
  }

  @Test
  public void aChainThatEndsSoonerTheSecondTimeIsForgotten() {
    firstPass();
    LowWorkSync.Step step = take(good.subList(0, 500), false);
    assertThat(step.ready()).isEmpty();
    assertThat(step.askFor()).isEmpty();
  }

  @Test
  public void headersThatDoNotGoOnWhereTheLastEndedAreNotUnderstood() {
    take(good, 0, 1000);
    assertThat(take(good, 1001, 1100).understood()).isFalse();
  }

  @Test
  public void aChainLongerThanTimeAllowsIsGivenUp() {
    // Two periods of headers within the time in which one can have been made.
    int period = PARAMS.headersSync().commitmentPeriod();
    sync = sync(PARAMS, LENGTH, period / 6 + 1);
    assertThat(take(good, 0, 3 * period).understood()).isFalse();
  }

  @Test
  public void difficultyMayNotJumpWhereItCannot() {
    sync = sync(ChainParameters.of(Chain.MAIN), LENGTH, 1_000_000);
    BlockHeader first = good.get(0);
    BlockHeader jump =
        new BlockHeader(1, first.hash(), first.merkleRoot(), first.time(), 0x1c00ffff, 0);
    assertThat(take(List.of(first), true).understood()).isTrue();
    assertThat(take(List.of(jump), true).understood()).isFalse();
  }

  @Test
  public void packedHeadersComeOutAsTheyWentIn() {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    PackedHeaders packed = new PackedHeaders(PARAMS.genesisHash());
    int in = 0;
    int out = 0;
    while (out < 2000) {
      int more = Math.min(good.size() - in, random.nextInt(200));
      for (BlockHeader header : good.subList(in, in + more)) {
        packed.add(header);
      }
      in += more;
      int keep = random.nextInt(300);
      List<BlockHeader> taken = packed.takeAllBut(keep);
      assertThat(taken).as("seed " + seed).isEqualTo(good.subList(out, out + taken.size()));
      out += taken.size();
      assertThat(packed.size()).as("seed " + seed).isEqualTo(in - out);
    }
  }
}
