// SPDX-License-Identifier: MIT
package org.moneyrocket.settings.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.Test;

public class MemoryBudgetTest {
  private final MemoryBudget budget = new MemoryBudget(1000);

  @Test
  public void leavesEveryAccountItsOwnPart() {
    var peers = budget.open("peers", 0.3, 1);
    var http = budget.open("http", 0.2, 1);

    assertThat(peers.tryTake(801)).isFalse();
    assertThat(peers.tryTake(800)).isTrue();
    assertThat(peers.isShort()).isTrue();
    assertThat(http.isShort()).isFalse();
    assertThat(http.tryTake(201)).isFalse();
    assertThat(http.tryTake(200)).isTrue();
    assertThat(budget.takenBytes()).isEqualTo(1000);
  }

  @Test
  public void holdsAnAccountToItsMost() {
    var peers = budget.open("peers", 0, 0.5);

    assertThat(peers.tryTake(501)).isFalse();
    assertThat(peers.tryTake(500)).isTrue();
    assertThat(peers.isShort()).isTrue();
  }

  @Test
  public void takesWhatCannotBeRefusedAndSaysThatItIsTooMuch() {
    var peers = budget.open("peers", 0.1, 1);

    assertThat(peers.take(1000)).isTrue();
    assertThat(peers.take(1)).isFalse();
    peers.give(1);
    assertThat(peers.take(0)).isTrue();
    peers.give(1000);
    assertThat(budget.takenBytes()).isZero();
    assertThat(peers.tryTake(1000)).isTrue();
  }

  @Test
  public void givesAClosedAccountsPartToTheOthers() {
    var gone = budget.open("gone", 0.5, 1);
    var other = budget.open("other", 0, 1);
    assertThat(other.tryTake(600)).isFalse();

    gone.close();
    gone.close();

    assertThat(other.tryTake(1000)).isTrue();
    assertThat(other.tryTake(1)).isFalse();
  }

  @Test
  public void refusesToGiveBackMoreThanWasTaken() {
    var peers = budget.open("peers", 0.1, 1);
    assertThat(peers.tryTake(10)).isTrue();

    assertThatThrownBy(() -> peers.give(11)).hasMessageContaining("peers gives back 1 bytes");
    assertThat(peers.takenBytes()).isEqualTo(10);
  }

  @Test
  public void neverHandsOutMoreThanItHasToThreadsAtOnce() throws InterruptedException {
    var accounts = List.of(budget.open("a", 0.2, 0.9), budget.open("b", 0.3, 1));
    List<Throwable> failures = new ArrayList<>();
    List<Thread> threads = new ArrayList<>();
    for (int t = 0; t < 4; t++) {
      var account = accounts.get(t % 2);
      var random = new Random(t);
      threads.add(
          Thread.ofPlatform()
              .uncaughtExceptionHandler((thread, e) -> failures.add(e))
              .start(
                  () -> {
                    for (int i = 0; i < 50_000; i++) {
                      int bytes = random.nextInt(400);
                      if (account.tryTake(bytes)) {
                        account.give(bytes / 2);
                        account.give(bytes - bytes / 2);
                      }
                    }
                  }));
    }
    for (Thread thread : threads) {
      thread.join();
    }

    assertThat(failures).isEmpty();
    assertThat(budget.takenBytes()).isZero();
    assertThat(accounts.get(1).tryTake(800)).isTrue();
    assertThat(accounts.get(0).tryTake(200)).isTrue();
    assertThat(accounts.get(0).tryTake(1)).isFalse();
  }
}
