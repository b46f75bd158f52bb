// SPDX-License-Identifier: MIT
package org.moneyrocket.node.mempool;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import org.moneyrocket.primitives.ByteReader;
import org.moneyrocket.primitives.ByteWriter;
import org.moneyrocket.primitives.OutPoint;
import org.moneyrocket.primitives.Transaction;

/** The mempool comes back from its file whatever the file's length, in little memory. */
public class MempoolFileTest {
  @Rule public final TemporaryFolder folder = new TemporaryFolder();

  private static PoolFixture filled(int transactions) {
    PoolFixture fixture = new PoolFixture();
    for (int i = 0; i < transactions; i++) {
      fixture.coin(100_000);
    }
    List<OutPoint> coins = new ArrayList<>(fixture.coins.keySet());
    for (OutPoint coin : coins) {
      Transaction tx = PoolFixture.spend(List.of(coin), 90_000);
      assertThat(fixture.door.submit(tx).isAccepted()).isTrue();
    }
    return fixture;
  }

  @Test
  public void whatWasSavedIsLoaded() throws Exception {
    PoolFixture fixture = filled(50);
    Path file = folder.getRoot().toPath().resolve("mempool.dat");
    Transaction first = fixture.pool.inMiningOrder().get(0).tx();
    fixture.pool.prioritise(first.txid(), 777);
    fixture.pool.addUnbroadcast(first.txid());
    assertThat(new MempoolFile(fixture.door).save(file)).isTrue();
    assertThat(folder.getRoot().list()).containsExactly("mempool.dat");
    PoolFixture other = new PoolFixture();
    other.coins.putAll(fixture.coins);
    assertThat(
            new MempoolFile(other.door).load(file, MempoolFile.ImportOptions.CONTINUE, () -> false))
        .isTrue();
    assertThat(other.pool.size()).isEqualTo(50);
    assertThat(other.pool.deltas()).containsEntry(first.txid(), 777L);
    assertThat(other.pool.unbroadcast()).containsExactly(first.txid());
  }

  @Test
  public void aFileThatCannotBeWrittenLeavesTheOldOneAndWhatIsInItsWay() throws Exception {
    PoolFixture fixture = filled(3);
    Path file = folder.getRoot().toPath().resolve("mempool.dat");
    Files.writeString(file, "before");
    Path inTheWay = folder.getRoot().toPath().resolve("mempool.dat.new");
    Files.createDirectory(inTheWay);
    assertThat(new MempoolFile(fixture.door).save(file)).isFalse();
    assertThat(inTheWay).isDirectory();
    assertThat(Files.readString(file)).isEqualTo("before");
  }

  /** Numbers one after the other, without end and without memory. */
  private static final class Numbers extends InputStream {
    private final byte[] key;
    private long at;

    Numbers(byte[] key) {
      this.key = key;
    }

    @Override
    public int read() {
      int value = (int) (at / 8 >>> 8 * (at % 8)) & 0xff ^ key[(int) (at % key.length)];
      at++;
      return value;
    }

    @Override
    public int read(byte[] target, int offset, int length) {
      for (int i = 0; i < length; i++) {
        target[offset + i] = (byte) read();
      }
      return length;
    }
  }

  @Test
  public void recordsThatCrossTheWindowAreWhole() throws Exception {
    byte[] key = {1, 2, 3, 4, 5, 6, 7, 8};
    long length = 8 * 3_000_001L;
    try (MempoolRecords records = new MempoolRecords(new Numbers(key), length, 9_000_003)) {
      records.decodeWith(key);
      for (long i = 0; i < 3_000_001; i++) {
        ByteReader in = records.next();
        if (in.i64() != i) {
          throw new AssertionError("record " + i + " is not as written");
        }
      }
      assertThat(records.remaining()).isZero();
    }
  }

  @Test
  public void aNumberOfTransactionsThatCannotFollowIsRefused() throws IOException {
    Path file = folder.getRoot().toPath().resolve("mempool.dat");
    Files.write(file, new ByteWriter().i64(1).i64(1L << 40).toArray());
    PoolFixture fixture = new PoolFixture();
    assertThat(
            new MempoolFile(fixture.door)
                .load(file, MempoolFile.ImportOptions.CONTINUE, () -> false))
        .isFalse();
  }
}
