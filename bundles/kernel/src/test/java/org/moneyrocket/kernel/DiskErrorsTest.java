// SPDX-License-Identifier: MIT
package org.moneyrocket.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.stream.Stream;
import org.junit.Assume;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import org.moneyrocket.kernel.index.BlockEntry;
import org.moneyrocket.primitives.Bytes;
import org.moneyrocket.testkit.TestChain;

/**
 * What cannot be written is named in one line. Something of the wrong kind stands where a file or
 * directory belongs, which stops even those whom no permission stops.
 */
public class DiskErrorsTest {
  @Rule public final TemporaryFolder folder = new TemporaryFolder();

  private final TestChain chain = new TestChain().mineEmpty(20);

  private TestKernel kernel() throws Exception {
    TestKernel kernel = new TestKernel(folder.newFolder().toPath(), b -> b.fastPrune(true));
    kernel.accept(chain.above(0));
    return kernel;
  }

  private void growTo(int blocks) {
    byte[] filling = new byte[9000];
    filling[0] = 0x6a;
    for (int i = 0; i < blocks; i++) {
      chain.next().payout(Bytes.wrap(filling)).add();
    }
  }

  private static void replaceByFile(Path directory) throws IOException {
    try (Stream<Path> all = Files.walk(directory)) {
      for (Path path : all.sorted(java.util.Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
    Files.writeString(directory, "not a directory");
  }

  @Test
  public void namesTheUndoFileThatCannotBeWritten() throws Exception {
    try (TestKernel kernel = kernel()) {
      Files.createDirectory(kernel.directory().resolve("blocks").resolve("rev00001.dat"));
      growTo(12);
      // The block itself can be stored; after that the kernel takes no more.
      assertThatThrownBy(() -> kernel.accept(chain.above(20)))
          .isInstanceOf(StorageException.class)
          .hasMessageContaining("rev00001.dat");
      assertThat(kernel.get().chain().height()).isLessThan(chain.height());
      assertThat(kernel.notifications.fatal).isNotEmpty();
      assertThat(kernel.notifications.fatal.get(0))
          .startsWith("Failed to write undo data: ")
          .contains("rev00001.dat")
          .doesNotContain("\n");
    }
  }

  @Test
  public void namesTheDatabaseThatCannotBeOpened() throws Exception {
    for (String name : new String[] {"chainstate", "blocks/index"}) {
      try (TestKernel kernel = kernel()) {
        Path database = kernel.directory().resolve(name);
        kernel.close();
        replaceByFile(database);
        assertThatThrownBy(kernel::restart)
            .isInstanceOf(StorageException.class)
            .hasMessageContaining(database.toString())
            .hasMessageNotContaining("\n");
      }
    }
  }

  @Test
  public void namesTheBlocksDirectoryThatCannotBeMade() throws Exception {
    Path directory = folder.newFolder().toPath();
    Files.writeString(directory.resolve("blocks"), "not a directory");
    assertThatThrownBy(() -> new TestKernel(directory))
        .isInstanceOf(StorageException.class)
        .hasMessageContaining(directory.resolve("blocks").toString());
  }

  @Test
  public void namesTheKeyFileThatCannotBeRead() throws Exception {
    Path directory = folder.newFolder().toPath();
    Path key = directory.resolve("blocks").resolve("xor.dat");
    Files.createDirectories(key);
    assertThatThrownBy(() -> new TestKernel(directory))
        .isInstanceOf(StorageException.class)
        .hasMessageContaining(key.toString());
  }

  @Test
  public void namesTheDirectoryThatMayNotBeWritten() throws Exception {
    Path directory = folder.newFolder().toPath();
    Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("r-xr-xr-x"));
    Assume.assumeFalse("needs a user whom permissions stop: not root", Files.isWritable(directory));
    assertThatThrownBy(() -> new TestKernel(directory))
        .isInstanceOf(StorageException.class)
        .hasMessageContaining(directory.toString())
        .hasMessageContaining("Permission denied");
  }

  @Test
  public void stopsOverADatabaseThatIsDamagedWhileItIsInUse() throws Exception {
    // More than one block of the database, so that not all of it is in memory.
    chain.mineEmpty(300);
    try (TestKernel kernel = kernel()) {
      kernel.restart(b -> b.checkLevel(0));
      try (Stream<Path> files = Files.list(kernel.directory().resolve("chainstate"))) {
        for (Path file : files.filter(f -> f.toString().endsWith(".sst")).toList()) {
          byte[] noise = new byte[(int) Files.size(file)];
          Files.write(file, noise);
        }
      }
      BlockEntry tip = kernel.get().chain().requireTip();
      assertThatThrownBy(
              () -> {
                for (int height = 1; height <= 300; height++) {
                  kernel.get().coins().get(coinbaseOf(height));
                }
              })
          .isInstanceOf(StorageException.class)
          .hasMessageContaining("chainstate");
      assertThat(kernel.notifications.fatal.get(0))
          .startsWith("Error reading from database")
          .contains("chainstate");
      assertThat(kernel.get().chain().requireTip()).isEqualTo(tip);
    }
  }

  private org.moneyrocket.primitives.OutPoint coinbaseOf(int height) {
    return new org.moneyrocket.primitives.OutPoint(
        chain.at(height).transactions().get(0).txid(), 0);
  }
}
