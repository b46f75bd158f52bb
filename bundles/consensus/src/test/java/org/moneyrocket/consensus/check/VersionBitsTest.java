// SPDX-License-Identifier: MIT
package org.moneyrocket.consensus.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import java.util.List;
import java.util.OptionalInt;
import org.junit.Test;
import org.moneyrocket.consensus.TestHeader;
import org.moneyrocket.consensus.params.Chain;
import org.moneyrocket.consensus.params.ChainOptions;
import org.moneyrocket.consensus.params.ChainParameters;
import org.moneyrocket.consensus.params.VersionBitsDeployment;

public class VersionBitsTest {
  private static final int SIGNAL = 0x20000000 | 1 << 28;
  private static final int QUIET = 0x20000000;
  private static final ChainParameters REGTEST = ChainParameters.of(Chain.REGTEST);
  private static final TestHeader GENESIS = TestHeader.genesis(REGTEST.genesis().header());

  private static ChainParameters params(long start, long timeout, int minHeight) {
    return ChainParameters.of(
        Chain.REGTEST,
        ChainOptions.NONE.withTestDummy(new ChainOptions.Times(start, timeout, minHeight)));
  }

  private static ThresholdState state(ChainParameters params, TestHeader parent) {
    return new VersionBits(params).stateAfter(params.deployments().get(0), parent);
  }

  @Test
  public void passesThroughAllStatesWithEnoughSignals() {
    VersionBits bits = new VersionBits(REGTEST);
    VersionBitsDeployment dummy = REGTEST.deployments().get(0);
    assertThat(bits.stateAfter(dummy, null)).isEqualTo(ThresholdState.DEFINED);
    TestHeader first = GENESIS.thenMany(142, QUIET, 600);
    assertThat(bits.stateAfter(dummy, first)).isEqualTo(ThresholdState.DEFINED);
    assertThat(bits.versionAfter(first)).isEqualTo(QUIET);
    TestHeader started = first.then(QUIET, first.time() + 600, first.bits());
    assertThat(started.height()).isEqualTo(143);
    assertThat(bits.stateAfter(dummy, started)).isEqualTo(ThresholdState.STARTED);
    assertThat(bits.sinceHeightAfter(dummy, started)).isEqualTo(144);
    assertThat(bits.versionAfter(started)).isEqualTo(SIGNAL);
    TestHeader tooFew = started.thenMany(107, SIGNAL, 600).thenMany(37, QUIET, 600);
    assertThat(bits.stateAfter(dummy, tooFew)).isEqualTo(ThresholdState.STARTED);
    assertThat(bits.sinceHeightAfter(dummy, tooFew)).isEqualTo(144);
    TestHeader enough = tooFew.thenMany(108, SIGNAL, 600).thenMany(36, QUIET, 600);
    assertThat(bits.stateAfter(dummy, enough)).isEqualTo(ThresholdState.LOCKED_IN);
    assertThat(bits.sinceHeightAfter(dummy, enough)).isEqualTo(432);
    assertThat(bits.versionAfter(enough)).isEqualTo(SIGNAL);
    TestHeader active = enough.thenMany(144, QUIET, 600);
    assertThat(bits.stateAfter(dummy, active)).isEqualTo(ThresholdState.ACTIVE);
    assertThat(bits.isActiveAfter(dummy, active)).isTrue();
    assertThat(bits.sinceHeightAfter(dummy, active)).isEqualTo(576);
    assertThat(bits.versionAfter(active)).isEqualTo(QUIET);
    assertThat(bits.stateAfter(dummy, active.thenMany(300, QUIET, 600)))
        .isEqualTo(ThresholdState.ACTIVE);
    // Nothing that was remembered changes the answer for another branch.
    assertThat(bits.stateAfter(dummy, tooFew)).isEqualTo(ThresholdState.STARTED);
    assertThat(state(REGTEST, active)).isEqualTo(ThresholdState.ACTIVE);
  }

  @Test
  public void failsAtTheTimeoutUnlessLockedInFirst() {
    long start = GENESIS.time();
    ChainParameters params = params(start, start + 200 * 600, 0);
    TestHeader started = GENESIS.thenMany(143, QUIET, 600);
    assertThat(state(params, started)).isEqualTo(ThresholdState.STARTED);
    assertThat(state(params, started.thenMany(144, QUIET, 600))).isEqualTo(ThresholdState.FAILED);
    TestHeader inTime = started.thenMany(144, SIGNAL, 600);
    assertThat(state(params, inTime)).isEqualTo(ThresholdState.LOCKED_IN);
    // What begins after the timeout is started all the same, for one period.
    ChainParameters late = params(start, start + 1, 0);
    assertThat(state(late, started)).isEqualTo(ThresholdState.STARTED);
    assertThat(state(late, inTime)).isEqualTo(ThresholdState.LOCKED_IN);
  }

  @Test
  public void waitsForTheStartAndForTheMinimumHeight() {
    ChainParameters notYet = params(GENESIS.time() + 1_000_000, Long.MAX_VALUE, 0);
    TestHeader early = GENESIS.thenMany(143, SIGNAL, 600);
    assertThat(state(notYet, early)).isEqualTo(ThresholdState.DEFINED);
    ChainParameters high = params(0, Long.MAX_VALUE, 600);
    TestHeader locked = early.thenMany(144, SIGNAL, 600);
    assertThat(state(high, locked)).isEqualTo(ThresholdState.LOCKED_IN);
    TestHeader waiting = locked.thenMany(144, QUIET, 600);
    assertThat(waiting.height() + 1).isEqualTo(432);
    assertThat(state(high, waiting)).isEqualTo(ThresholdState.LOCKED_IN);
    TestHeader reached = waiting.thenMany(288, QUIET, 600);
    assertThat(state(high, reached)).isEqualTo(ThresholdState.ACTIVE);
  }

  @Test
  public void specialStartTimesNeedNoSignals() {
    assertThat(state(params(VersionBitsDeployment.ALWAYS_ACTIVE, 0, 0), GENESIS))
        .isEqualTo(ThresholdState.ACTIVE);
    assertThat(state(params(VersionBitsDeployment.NEVER_ACTIVE, 0, 0), GENESIS))
        .isEqualTo(ThresholdState.FAILED);
    VersionBits main = new VersionBits(ChainParameters.of(Chain.MAIN));
    VersionBitsDeployment dummy = ChainParameters.of(Chain.MAIN).deployments().get(0);
    assertThat(dummy.isEnabled()).isFalse();
    assertThat(main.stateAfter(dummy, GENESIS)).isEqualTo(ThresholdState.FAILED);
    assertThat(main.sinceHeightAfter(dummy, GENESIS)).isZero();
    assertThat(main.versionAfter(GENESIS)).isEqualTo(QUIET);
  }

  @Test
  public void tellsWhatRpcShows() {
    VersionBits bits = new VersionBits(REGTEST);
    VersionBitsDeployment dummy = REGTEST.deployments().get(0);
    TestHeader started = GENESIS.thenMany(143, QUIET, 600);
    VersionBits.Info before = bits.info(dummy, started);
    assertThat(before.state().rpcName()).isEqualTo("defined");
    assertThat(before.next().rpcName()).isEqualTo("started");
    assertThat(before.since()).isZero();
    assertThat(before.statistics()).isEmpty();
    TestHeader some = started.thenMany(2, SIGNAL, 600).thenMany(37, QUIET, 600);
    VersionBits.Statistics statistics = bits.info(dummy, some).statistics().orElseThrow();
    assertThat(statistics.period()).isEqualTo(144);
    assertThat(statistics.threshold()).isEqualTo(108);
    assertThat(statistics.elapsed()).isEqualTo(39);
    assertThat(statistics.count()).isEqualTo(2);
    assertThat(statistics.possible()).isFalse();
    assertThat(statistics.signalling().subList(0, 3)).containsExactly(true, true, false);
    assertThat(Collections.frequency(statistics.signalling(), true)).isEqualTo(2);
    TestHeader hopeful = some.previous();
    assertThat(bits.info(dummy, hopeful).statistics().orElseThrow().possible()).isTrue();
    TestHeader locked = started.thenMany(144, SIGNAL, 600).thenMany(1, QUIET, 600);
    VersionBits.Info lockedIn = bits.info(dummy, locked);
    assertThat(lockedIn.state().rpcName()).isEqualTo("locked_in");
    assertThat(lockedIn.statistics().orElseThrow().threshold()).isZero();
    assertThat(lockedIn.activeSince()).isEqualTo(OptionalInt.empty());
    VersionBits.Info last = bits.info(dummy, locked.thenMany(143, QUIET, 600));
    assertThat(last.next()).isEqualTo(ThresholdState.ACTIVE);
    assertThat(last.activeSince()).isEqualTo(OptionalInt.of(432));
    VersionBits.Info active = bits.info(dummy, locked.thenMany(200, QUIET, 600));
    assertThat(active.since()).isEqualTo(432);
    assertThat(active.activeSince()).isEqualTo(OptionalInt.of(432));
  }

  @Test
  public void noticesRulesItDoesNotKnow() {
    VersionBits bits = new VersionBits(REGTEST);
    int unknown = QUIET | 1 << 3 | 1 << 9;
    TestHeader started = GENESIS.thenMany(143, unknown, 600);
    TestHeader lockedIn = started.thenMany(144, unknown, 600);
    assertThat(bits.unknownRules(started)).isEmpty();
    assertThat(bits.unknownRules(lockedIn))
        .isEqualTo(List.of(new VersionBits.UnknownRule(3, false)));
    TestHeader active = lockedIn.thenMany(144, QUIET, 600);
    assertThat(bits.unknownRules(active)).isEqualTo(List.of(new VersionBits.UnknownRule(3, true)));
    // Our own signals, and versions from before BIP9, mean nothing.
    TestHeader own = started.thenMany(144, SIGNAL, 600);
    assertThat(bits.unknownRules(own)).isEmpty();
    assertThat(bits.unknownRules(started.thenMany(144, 0x7fffffff, 600))).isEmpty();
  }
}
