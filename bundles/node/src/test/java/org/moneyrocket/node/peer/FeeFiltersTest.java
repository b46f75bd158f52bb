// SPDX-License-Identifier: MIT
package org.moneyrocket.node.peer;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.BooleanSupplier;
import org.junit.Test;
import org.moneyrocket.node.message.FeeFilter;
import org.moneyrocket.primitives.FeeRate;

public class FeeFiltersTest {
  private final Random random = new Random(1);
  private final OpenPool pool = new OpenPool();
  private boolean downloading;
  private long now = 1_700_000_000_000_000L;
  private final FeeFilters filters =
      new FeeFilters(
          pool,
          chain(() -> downloading),
          PeerFixture.options(List.of(), seeding -> seeding, Path.of("nowhere")),
          () -> now,
          random);

  @Test
  public void theHighestStepIsThatOfBitcoinCore() {
    assertThat(FeeFilters.nothingWanted()).isEqualTo(9_936_506);
    assertThat(FeeFilters.rounded(2_100_000_000_000_000L, random)).isEqualTo(9_936_506);
    assertThat(FeeFilters.rounded(0, random)).isZero();
  }

  @Test
  public void aRateBecomesTheStepAboveItOrMoreOftenTheOneBelow() {
    Map<Long, Integer> seen = new HashMap<>();
    for (int i = 0; i < 3000; i++) {
      seen.merge(FeeFilters.rounded(1234, random), 1, Integer::sum);
    }
    // 50 times 1.1 to the 33rd and 34th.
    assertThat(seen.keySet()).containsExactlyInAnyOrder(1161L, 1277L);
    assertThat(seen.get(1161L)).isBetween(1800, 2200);
  }

  @Test
  public void nothingIsWantedDuringTheDownloadAndThePeerHearsAtOnceWhenItIsOver() {
    PeerFixture.Listening peer = PeerFixture.listening(1, ConnectionKind.FULL_RELAY);
    downloading = true;
    run(peer, 3600);
    assertThat(peer.heard).containsExactly(new FeeFilter(9_936_506));
    peer.heard.clear();

    downloading = false;
    filters.tick(peer);

    assertThat(peer.heard).containsExactly(new FeeFilter(100));
  }

  @Test
  public void aGreatChangeIsToldWithinFiveMinutesAndNoneIsNot() {
    PeerFixture.Listening peer = PeerFixture.listening(1, ConnectionKind.INBOUND);
    run(peer, 1);
    for (int round = 0; round < 50; round++) {
      peer.nextFeeFilterMicros = now + 3_000_000_000L;
      peer.heard.clear();
      pool.rolling = new FeeRate(round % 2 == 0 ? 5000 : 0);
      run(peer, 301);
      assertThat(peer.heard).hasSizeBetween(1, 2);
    }
    pool.rolling = new FeeRate(0);
    peer.heard.clear();
    run(peer, 24 * 3600);
    assertThat(peer.heard).isEmpty();
  }

  @Test
  public void whoNeverSendsTransactionsIsNotTold() {
    for (PeerFixture.Listening peer :
        List.of(
            PeerFixture.listening(1, ConnectionKind.BLOCK_RELAY),
            PeerFixture.listening(2, ConnectionKind.INBOUND, Permission.FORCERELAY))) {
      run(peer, 3600);
      assertThat(peer.heard).isEmpty();
    }
  }

  private void run(Peer peer, int seconds) {
    for (int i = 0; i < seconds; i++) {
      now += 1_000_000;
      filters.tick(peer);
    }
  }

  private static PeerChain chain(BooleanSupplier downloading) {
    return (PeerChain)
        Proxy.newProxyInstance(
            PeerChain.class.getClassLoader(),
            new Class<?>[] {PeerChain.class},
            (proxy, method, arguments) -> {
              assertThat(method.getName()).isEqualTo("initialBlockDownload");
              return downloading.getAsBoolean();
            });
  }
}
