// SPDX-License-Identifier: MIT
package org.moneyrocket.settings.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import org.moneyrocket.settings.Program;
import org.moneyrocket.settings.Settings;
import org.moneyrocket.settings.StartException;
import org.moneyrocket.settings.process.Role;

public class HeapPlanTest {
  private static final OptionalLong LARGE = OptionalLong.of(64 * 1024);

  @Rule public final TemporaryFolder folder = new TemporaryFolder();

  @Test
  public void aSmallerMempoolAndFewerPeersNeedLess() {
    int usual = node().heapMebibytes();
    assertThat(node("-maxmempool=50").heapMebibytes()).isLessThan(usual - 400);
    assertThat(node("-maxconnections=8").heapMebibytes()).isLessThan(usual - 60);
    assertThat(node("-blocksonly").heapMebibytes())
        .isEqualTo(node("-maxmempool=5").heapMebibytes());
    assertThat(node("-maxmempool=1000").heapMebibytes()).isGreaterThan(usual + 1000);
  }

  @Test
  public void theCacheOfCoinsLiesOutside() {
    assertThat(node("-dbcache=4000")).isEqualTo(node());
  }

  @Test
  public void eachPartOfAProcessAddsToIt() {
    Settings window = Settings.of(Program.GUI, "-regtest");
    int one = HeapPlan.of(window, Set.of(Role.GUI), LARGE).heapMebibytes();
    int three = HeapPlan.of(window, EnumSet.allOf(Role.class), LARGE).heapMebibytes();
    int wallet =
        HeapPlan.of(Settings.of(Program.WALLET, "-regtest"), Set.of(Role.WALLET), LARGE)
            .heapMebibytes();
    assertThat(three).isGreaterThan(one).isGreaterThan(wallet);
    assertThat(three).isGreaterThan(node().heapMebibytes());
  }

  @Test
  public void theUserHasTheLastWord() {
    HeapPlan plan = node("-maxheap=100");
    assertThat(plan.heapMebibytes()).isEqualTo(100);
    assertThat(plan.warning()).get().asString().contains("100 MiB", "-maxmempool", "-maxheap");
    assertThat(node().warning()).isEmpty();
    assertThat(node("-maxheap=100", "-maxmempool=5", "-maxconnections=8").livingMebibytes())
        .isLessThan(300);
  }

  @Test
  public void aHeapThatIsNearlyThePlannedOneWillDoUnlessTheUserHasSaidHowLarge() {
    HeapPlan plan = node();
    assertThat(plan.needsOtherThan(plan.heapMebibytes() + 100)).isFalse();
    assertThat(plan.needsOtherThan(plan.heapMebibytes() + 300)).isTrue();
    assertThat(plan.needsOtherThan(plan.heapMebibytes() / 2)).isTrue();
    assertThat(node("-maxheap=100").needsOtherThan(101)).isTrue();
    assertThat(node("-maxheap=100").needsOtherThan(100)).isFalse();
  }

  @Test
  public void whatCannotBeIsRefused() {
    assertThatThrownBy(() -> node("-maxheap=63"))
        .isInstanceOf(StartException.class)
        .hasMessageContaining("at least 64");
    assertThatThrownBy(() -> node("-maxheap=70000"))
        .isInstanceOf(StartException.class)
        .hasMessageContaining("65536 MiB");
  }

  @Test
  public void aSmallMachineIsNotAskedForMoreThanItHas() {
    Settings settings = Settings.of(Program.NODE, "-regtest");
    HeapPlan plan = HeapPlan.of(settings, Set.of(Role.NODE), OptionalLong.of(1000));
    assertThat(plan.heapMebibytes()).isEqualTo(704);
    HeapPlan tiny = HeapPlan.of(settings, Set.of(Role.NODE), OptionalLong.of(20));
    assertThat(tiny.heapMebibytes()).isEqualTo(64);
  }

  @Test
  public void absurdNumbersHaveAnEnd() {
    HeapPlan plan = node("-maxmempool=2000000000", "-maxconnections=2000000000");
    assertThat(plan.heapMebibytes()).isEqualTo(HeapPlan.MOST);
    assertThat(node("-maxmempool=-5", "-maxconnections=-5").heapMebibytes()).isPositive();
  }

  @Test
  public void theLimitOfAGroupCountsIfItIsLess() throws IOException {
    Path root = folder.getRoot().toPath();
    assertThat(MachineMemory.mebibytes(root)).isEmpty();
    write(root.resolve("proc/meminfo"), "MemTotal:  8388608 kB\nMemFree: 1 kB\n");
    assertThat(MachineMemory.mebibytes(root)).hasValue(8192);
    write(root.resolve("sys/fs/cgroup/memory.max"), "max\n");
    assertThat(MachineMemory.mebibytes(root)).hasValue(8192);
    write(root.resolve("sys/fs/cgroup/memory.max"), "536870912\n");
    assertThat(MachineMemory.mebibytes(root)).hasValue(512);
  }

  private static void write(Path file, String text) throws IOException {
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }

  private static HeapPlan node(String... options) {
    String[] all = new String[options.length + 1];
    all[0] = "-regtest";
    System.arraycopy(options, 0, all, 1, options.length);
    return HeapPlan.of(Settings.of(Program.NODE, all), Set.of(Role.NODE), LARGE);
  }
}
