// SPDX-License-Identifier: MIT
package org.moneyrocket.itests.attack;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.Test;
import org.moneyrocket.benchmarks.attack.Assault.Finding;
import org.moneyrocket.benchmarks.attack.Measured;
import org.moneyrocket.benchmarks.attack.Seen;
import org.moneyrocket.benchmarks.attack.Verdict;

/** When ours holds as well as the other program. */
public class VerdictTest {
  private static Measured measured(double client, double peer, long growthMib, double finding) {
    return new Measured(
        new Seen(client, 10, 0, true),
        new Seen(peer, 10, 0, true),
        growthMib << 10,
        1,
        1,
        true,
        0,
        "",
        Optional.of(new Finding(finding, 1, "")));
  }

  @Test
  public void threeTenthsOfASecondAreAllowedHoweverQuickTheOtherIs() {
    Measured peer = measured(0.01, 0.01, 0, 0);

    assertThat(Verdict.missed(measured(0.3, 0.3, 0, 0), peer)).isEmpty();
    assertThat(Verdict.missed(measured(0.31, 0.3, 0, 0), peer)).containsExactly("rpc");
    assertThat(Verdict.missed(measured(0.3, 0.31, 0, 0), peer)).containsExactly("peer");
  }

  @Test
  public void halfAsLongAgainIsAllowedWhereTheOtherIsSlow() {
    Measured peer = measured(2, 2, 0, 0);

    assertThat(Verdict.missed(measured(3, 3, 0, 0), peer)).isEmpty();
    assertThat(Verdict.missed(measured(3.1, 3.1, 0, 0), peer)).containsExactly("rpc", "peer");
  }

  @Test
  public void memoryMayGrowTwiceAsMuchOrBy64Mebibytes() {
    assertThat(Verdict.missed(measured(0, 0, 64, 0), measured(0, 0, 1, 0))).isEmpty();
    assertThat(Verdict.missed(measured(0, 0, 65, 0), measured(0, 0, 1, 0)))
        .containsExactly("memory");
    assertThat(Verdict.missed(measured(0, 0, 200, 0), measured(0, 0, 100, 0))).isEmpty();
  }

  @Test
  public void whatAnAttackCountsMayBeWorseByItsSlack() {
    assertThat(Verdict.missed(measured(0, 0, 0, 12), measured(0, 0, 0, 11))).isEmpty();
    assertThat(Verdict.missed(measured(0, 0, 0, 999), measured(0, 0, 0, 11)))
        .containsExactly("finding");
  }

  @Test
  public void whoDoesNotRunAtTheEndHasMissed() {
    Measured fine = measured(0, 0, 0, 0);
    Measured dead =
        new Measured(fine.client(), fine.peer(), 0, 1, 1, false, 0, "", Optional.empty());

    assertThat(Verdict.missed(dead, fine)).containsExactly("alive");
  }
}
