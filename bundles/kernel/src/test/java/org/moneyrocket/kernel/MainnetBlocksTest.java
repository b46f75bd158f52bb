// SPDX-License-Identifier: MIT
package org.moneyrocket.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import org.moneyrocket.consensus.params.Chain;
import org.moneyrocket.consensus.params.ChainParameters;
import org.moneyrocket.kernel.coins.CoinSetStatistics;
import org.moneyrocket.testkit.vectors.Vectors;

/** The first blocks of main, among them the first payment ever made. */
public class MainnetBlocksTest {
  private static final String FILE = "chain/mainnet_blocks_1_256.dat";
  private static final String TIP =
      "00000000d0a75c861fabf9ff7b92022f60e4afeed9331fe5aa073d8e4706fe3c";

  @Rule public final TemporaryFolder folder = new TemporaryFolder();

  private final RecordingNotifications notifications = new RecordingNotifications();

  private Kernel open(Path directory) throws Exception {
    return Kernel.open(
        KernelOptions.builder(ChainParameters.of(Chain.MAIN), directory, notifications)
            .cacheBytes(16 << 20)
            .build());
  }

  @Test
  public void importsTheFirst255BlocksOfMain() throws Exception {
    Path directory = folder.newFolder().toPath();
    try (Kernel kernel = open(directory)) {
      kernel.importBlocks(List.of(Vectors.file(FILE)));

      assertState(kernel);
    }
    try (Kernel again = open(directory)) {
      assertState(again);
    }
    assertThat(notifications.fatal).isEmpty();
  }

  private static void assertState(Kernel kernel) {
    assertThat(kernel.chain().height()).isEqualTo(255);
    assertThat(kernel.chain().requireTip().hash()).hasToString(TIP);
    CoinSetStatistics coins =
        kernel.coinStatistics(CoinSetStatistics.Hash.MUHASH, () -> false).orElseThrow();
    assertThat(coins.height()).isEqualTo(255);
    assertThat(coins.outputs()).isEqualTo(260);
    assertThat(coins.totalSats()).isEqualTo(12_750_0000_0000L);
    assertThat(coins.hash().orElseThrow().reversed().toHex())
        .isEqualTo("60e29020ee287387a5b311fa9d665e232d41fb14f6243342cf1bdd967cc82117");
  }

  @Test
  public void stopsBeforeABlockWithADamagedByte() throws Exception {
    long seed = System.nanoTime();
    System.out.println("MainnetBlocksTest seed " + seed);
    Random random = new Random(seed);
    byte[] good = Vectors.bytes(FILE);
    for (int round = 0; round < 12; round++) {
      int height = 1 + random.nextInt(255);
      int start = start(good, height);
      int length = length(good, start);
      // Not the magic or length of the record: without those it is no block at all.
      int at = start + 8 + random.nextInt(length);
      byte[] damaged = good.clone();
      damaged[at] ^= (byte) (1 << random.nextInt(8));
      Path file = folder.newFile().toPath();
      Files.write(file, damaged);
      notifications.lines.clear();
      try (Kernel kernel = open(folder.newFolder().toPath())) {
        kernel.importBlocks(List.of(file));

        assertThat(kernel.chain().height())
            .as("byte %s of block %s", at - start - 8, height)
            .isEqualTo(height - 1);
      }
    }
    assertThat(notifications.fatal).isEmpty();
  }

  @Test
  public void findsTheBlocksBehindOneWhoseRecordIsBroken() throws Exception {
    byte[] damaged = Vectors.bytes(FILE);
    damaged[start(damaged, 100)] ^= 1;
    Path file = folder.newFile().toPath();
    Files.write(file, damaged);
    Path directory = folder.newFolder().toPath();
    try (Kernel kernel = open(directory)) {
      kernel.importBlocks(List.of(file));
      assertThat(kernel.chain().height()).isEqualTo(99);

      kernel.importBlocks(List.of(Vectors.file(FILE)));
      assertThat(kernel.chain().height()).isEqualTo(255);
    }
  }

  /** Returns where the record of block {@code height} begins. */
  private static int start(byte[] file, int height) {
    int at = 0;
    for (int i = 1; i < height; i++) {
      at += 8 + length(file, at);
    }
    return at;
  }

  private static int length(byte[] file, int at) {
    return file[at + 4] & 0xff
        | (file[at + 5] & 0xff) << 8
        | (file[at + 6] & 0xff) << 16
        | (file[at + 7] & 0xff) << 24;
  }
}
