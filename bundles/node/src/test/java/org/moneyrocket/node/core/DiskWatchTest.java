// SPDX-License-Identifier: MIT
package org.moneyrocket.node.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.Test;
import org.moneyrocket.settings.StartException;

public class DiskWatchTest {
  private static final Path STATE = Path.of("/state");
  private static final Path BLOCKS = Path.of("/blocks");
  private static final long MEBIBYTE = 1L << 20;

  private final Map<Path, Long> free = new HashMap<>();

  private DiskWatch watch(long pruneMebibytes, boolean rebuilds) {
    return new DiskWatch(STATE, BLOCKS, 856, pruneMebibytes, rebuilds, free::get);
  }

  private void free(long state, long blocks) {
    free.put(STATE, state * MEBIBYTE);
    free.put(BLOCKS, blocks * MEBIBYTE);
  }

  @Test
  public void refusesToStartBelowTheReserveOnEitherDisk() {
    free(50, 50);
    watch(0, false).check();

    free(40, 5000);
    assertThatThrownBy(() -> watch(0, false).check())
        .isInstanceOf(StartException.class)
        .hasMessage("Disk space is low for \"/state\"");
    free(5000, 49);
    assertThatThrownBy(() -> watch(0, false).check())
        .hasMessage("Disk space is low for \"/blocks\"");
  }

  @Test
  public void stopsWhileTheReserveIsStillThere() {
    free(100, 100);
    assertThat(watch(0, false).low()).isEmpty();
    free(5000, 99);
    assertThat(watch(0, false).low()).contains(BLOCKS);
    free(40, 5000);
    assertThat(watch(0, false).low()).contains(STATE);
    assertThat(DiskWatch.warning(STATE))
        .isEqualTo(
            "Disk space is low for \"/state\": the node stops in 5 minutes unless there are 100 MiB"
                + " by then.");
  }

  @Test
  public void warnsAtTheFirstStartWhereTheChainWillNotFit() {
    free(5000, 600_000);
    assertThat(watch(0, false).firstStart(0))
        .contains(
            "Disk space for \"/blocks\" may not accommodate the block files. Approximately 856 GB"
                + " of data will be stored in this directory.");
    assertThat(watch(1, false).firstStart(0)).as("pruned by hand").isPresent();
    assertThat(watch(550, false).firstStart(0)).as("pruned").isEmpty();
    assertThat(watch(0, true).firstStart(0)).as("the files are there").isEmpty();
    assertThat(watch(0, false).firstStart(2)).as("it was said before").isEmpty();
    free(5000, 900_000);
    assertThat(watch(0, false).firstStart(0)).isEmpty();
  }
}
