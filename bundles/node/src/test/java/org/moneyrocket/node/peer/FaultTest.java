// SPDX-License-Identifier: MIT
package org.moneyrocket.node.peer;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.Test;
import org.moneyrocket.consensus.check.Blame;
import org.moneyrocket.consensus.check.Verdict;

public class FaultTest {
  private static Fault of(Blame blame) {
    return Fault.of(Verdict.invalid(blame, "reason"));
  }

  @Test
  public void whoeverBreaksARuleIsToBlame() {
    assertThat(of(Blame.CONSENSUS)).isEqualTo(Fault.OF_ALL);
    assertThat(of(Blame.INVALID_HEADER)).isEqualTo(Fault.OF_ALL);
    assertThat(of(Blame.INVALID_PREV)).isEqualTo(Fault.OF_ALL);
    assertThat(of(Blame.MUTATED)).isEqualTo(Fault.OF_ALL);
    assertThat(of(Blame.MISSING_PREV)).isEqualTo(Fault.OF_ALL);
  }

  @Test
  public void aBranchKnownToBeInvalidIsForgivenToWhoeverCameToUs() {
    assertThat(of(Blame.CACHED_INVALID)).isEqualTo(Fault.OF_CHOSEN_PEERS);
  }

  @Test
  public void whatMayBeGoodLaterIsNoFault() {
    assertThat(of(Blame.TIME_FUTURE)).isEqualTo(Fault.NONE);
    assertThat(of(Blame.HEADER_LOW_WORK)).isEqualTo(Fault.NONE);
    assertThat(Fault.of(new Verdict.Valid())).isEqualTo(Fault.NONE);
  }
}
