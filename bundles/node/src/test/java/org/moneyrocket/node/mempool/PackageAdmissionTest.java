// SPDX-License-Identifier: MIT
package org.moneyrocket.node.mempool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.moneyrocket.node.mempool.PoolFixture.output;
import static org.moneyrocket.node.mempool.PoolFixture.spend;
import static org.moneyrocket.node.mempool.PoolFixture.text;

import java.util.List;
import java.util.Optional;
import org.junit.Test;
import org.moneyrocket.primitives.OutPoint;
import org.moneyrocket.primitives.Transaction;

public class PackageAdmissionTest {
  private final PoolFixture fixture = new PoolFixture();

  private PackageResult submit(Transaction... transactions) {
    return fixture.door.submitPackage(List.of(transactions), Optional.empty());
  }

  @Test
  public void aChildPaysForItsParent() {
    Transaction parent = spend(fixture.coin(100_000), 100_000);
    Transaction child = spend(output(parent, 0), 99_000);

    PackageResult result = submit(parent, child);

    assertThat(result.isValid()).isTrue();
    AdmissionResult.Accepted first =
        (AdmissionResult.Accepted) result.results().get(parent.wtxid());
    assertThat(first.effective().includes()).containsExactly(parent.wtxid(), child.wtxid());
    assertThat(first.effective().rate().satsPerKvb())
        .isEqualTo(1000L * 1000 / (parent.vsize() + child.vsize()));
    assertThat(fixture.pool.find(parent.txid()).orElseThrow().chunk().entries()).hasSize(2);
  }

  @Test
  public void aPackageThatPaysTooLittleTogetherBlamesTheLast() {
    Transaction parent = spend(fixture.coin(100_000), 100_000);
    Transaction child = spend(output(parent, 0), 99_989);

    PackageResult result = submit(parent, child);

    assertThat(result.reason()).isEqualTo("transaction failed");
    assertThat(text(result.results().get(child.wtxid())))
        .startsWith("min relay fee not met, 11 < ");
    assertThat(text(result.results().get(parent.wtxid())))
        .startsWith("min relay fee not met, 0 < ");
    assertThat(fixture.pool.size()).isZero();
  }

  @Test
  public void whatIsInAlreadyIsNotJudgedAgain() {
    Transaction parent = spend(fixture.coin(100_000), 99_000);
    Transaction child = spend(output(parent, 0), 98_000);
    fixture.submit(parent);

    PackageResult result = submit(parent, child);

    assertThat(result.results().get(parent.wtxid())).isInstanceOf(AdmissionResult.Present.class);
    assertThat(result.results().get(child.wtxid()).isAccepted()).isTrue();
  }

  @Test
  public void shapesHaveTheirReasons() {
    Transaction parent = spend(fixture.coin(100_000), 100_000);
    Transaction child = spend(output(parent, 0), 99_000);
    Transaction other = spend(parent.inputs().get(0).prevout(), 90_000);

    assertThat(submit(child, parent).reason()).isEqualTo("package-not-sorted");
    assertThat(submit(parent, parent).reason()).isEqualTo("package-contains-duplicates");
    assertThat(submit(parent, other).reason()).isEqualTo("conflict-in-package");
    assertThat(submit(spend(fixture.coin(1000), 900), child).reason())
        .isEqualTo("package-not-child-with-parents");
  }

  @Test
  public void dustMustBeSpentByTheChild() {
    Transaction parent = spend(fixture.coin(100_000), 99_900, 100);
    Transaction greedy = spend(output(parent, 0), 90_000);
    Transaction tidy = spend(List.of(output(parent, 0), output(parent, 1)), 90_000);

    PackageResult refused = submit(parent, greedy);
    assertThat(refused.reason()).isEqualTo("unspent-dust");
    assertThat(text(refused.results().get(greedy.wtxid())))
        .isEqualTo(
            "missing-ephemeral-spends, tx "
                + greedy.txid()
                + " (wtxid="
                + greedy.wtxid()
                + ") did not spend parent's ephemeral dust");
    assertThat(submit(parent, tidy).isValid()).isTrue();
  }

  @Test
  public void aPackageReplacesAnotherIfItPays() {
    OutPoint coin = fixture.coin(100_000);
    Transaction oldParent = spend(coin, 99_900);
    fixture.submit(oldParent);
    Transaction parent = spend(coin, 100_000);
    Transaction child = spend(output(parent, 0), 99_889);
    Transaction better = spend(output(parent, 0), 99_000);

    assertThat(submit(parent, child).text())
        .isEqualTo(
            "package RBF failed: insufficient anti-DoS fees, rejecting replacement "
                + child.txid()
                + ", not enough additional fees to relay; 0.00000011 < "
                + org.moneyrocket.node.policy.MoneyText.of(
                    fixture.pool.policy().incrementalRate().feeOf(parent.vsize() + child.vsize())));
    assertThat(submit(parent, better).isValid()).isTrue();
    assertThat(fixture.pool.contains(oldParent.txid())).isFalse();
  }

  @Test
  public void aTestOfSeveralStopsAtTheFirstThatFails() {
    Transaction good = spend(fixture.coin(100_000), 99_000);
    Transaction bad = spend(fixture.coin(100_000), 100_001);
    Transaction last = spend(fixture.coin(100_000), 99_000);

    PackageResult result = fixture.door.testPackage(List.of(good, bad, last));

    assertThat(result.reason()).isEqualTo("transaction failed");
    assertThat(result.results().keySet()).containsExactly(bad.wtxid());
    assertThat(fixture.pool.size()).isZero();
  }
}
