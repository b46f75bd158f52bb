// SPDX-License-Identifier: MIT
package org.moneyrocket.kernel.connect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.Assume.assumeTrue;

import com.sun.management.HotSpotDiagnosticMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.ref.Reference;
import java.util.ArrayList;
import java.util.List;
import org.junit.After;
import org.junit.Before;
import org.junit.Test;

public class HeapRoomTest {
  private static final int MIB = 1 << 20;

  private final HotSpotDiagnosticMXBean machine =
      ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class);
  private final HeapRoom room = new HeapRoom();
  private String leastFree = "";
  private String mostFree = "";

  @Before
  public void remember() {
    assumeTrue("the programs run with the serial collector", old() != null);
    leastFree = value("MinHeapFreeRatio");
    mostFree = value("MaxHeapFreeRatio");
    // As the programs set it.
    machine.setVMOption("MinHeapFreeRatio", "15");
    machine.setVMOption("MaxHeapFreeRatio", "30");
  }

  @After
  public void restore() {
    if (!leastFree.isEmpty()) {
      machine.setVMOption("MinHeapFreeRatio", "0");
      machine.setVMOption("MaxHeapFreeRatio", mostFree);
      machine.setVMOption("MinHeapFreeRatio", leastFree);
    }
  }

  private String value(String option) {
    return machine.getVMOption(option).getValue();
  }

  private static MemoryPoolMXBean old() {
    return ManagementFactory.getMemoryPoolMXBeans().stream()
        .filter(pool -> pool.getName().equals("Tenured Gen"))
        .findFirst()
        .orElse(null);
  }

  @Test
  public void aFewBlocksChangeNothing() {
    room.blockRead(4 * MIB);
    assertThat(value("MinHeapFreeRatio")).isEqualTo("15");
  }

  @Test
  public void manyBlocksGetRoomAndGiveItBack() {
    for (int i = 0; i < 10; i++) {
      room.blockRead(MIB);
    }
    assertThat(Integer.parseInt(value("MinHeapFreeRatio"))).isBetween(50, 95);
    assertThat(value("MaxHeapFreeRatio")).isEqualTo("100");
    room.caughtUp();
    assertThat(value("MinHeapFreeRatio")).isEqualTo("15");
    assertThat(value("MaxHeapFreeRatio")).isEqualTo("30");
  }

  @Test
  public void whatFillsTheOldGenerationIsCollectedWhileBlocksCome() {
    for (int i = 0; i < 10; i++) {
      room.blockRead(MIB);
    }
    final long before = old().getUsage().getUsed();
    List<byte[]> lasting = new ArrayList<>();
    // Arrays larger than the young generation go into the old one at once.
    for (int i = 0; i < 2; i++) {
      lasting.add(new byte[300 * MIB]);
    }
    assertThat(old().getUsage().getUsed()).isGreaterThan(before + 256L * MIB);
    Reference.reachabilityFence(lasting);
    lasting.clear();
    for (int i = 0; i < 40; i++) {
      room.blockRead(MIB);
    }
    assertThat(old().getUsage().getUsed()).isLessThan(before + 64L * MIB);
  }
}
