// SPDX-License-Identifier: MIT
package org.moneyrocket.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import org.moneyrocket.testkit.TestChain;

/** A data directory whose databases Bitcoin Core made. */
public class ForeignDataTest {
  @Rule public final TemporaryFolder folder = new TemporaryFolder();

  private final TestChain chain = new TestChain();
  private Path directory;

  @Before
  public void makeBlocks() throws Exception {
    directory = folder.newFolder().toPath();
    chain.mineEmpty(5);
    try (TestKernel kernel = new TestKernel(directory)) {
      kernel.accept(chain.above(0));
    }
  }

  /** Leaves in a directory what LevelDB leaves there. */
  private static void makeForeign(Path database) throws IOException {
    try (DirectoryStream<Path> files = Files.newDirectoryStream(database)) {
      for (Path file : files) {
        Files.delete(file);
      }
    }
    Files.writeString(database.resolve("CURRENT"), "MANIFEST-000002\n");
    Files.write(database.resolve("MANIFEST-000002"), new byte[50]);
    Files.createFile(database.resolve("000003.log"));
    Files.createFile(database.resolve("LOCK"));
  }

  private ChainLoadException refusal() {
    ChainLoadException e =
        catchThrowableOfType(ChainLoadException.class, () -> new TestKernel(directory));
    assertThat(e.kind()).isEqualTo(ChainLoadException.Kind.FATAL);
    assertThat(e.getMessage()).doesNotContain("\n");
    return e;
  }

  @Test
  public void oneLineSaysWhatItIsAndWhatHelpsAndWhatThatCosts() throws Exception {
    Path index = directory.resolve("blocks").resolve("index");
    makeForeign(index);
    makeForeign(directory.resolve("chainstate"));

    assertThat(refusal().getMessage())
        .startsWith(index + " holds a database that another program made, as Bitcoin Core does")
        .contains("Start once with -reindex ", "0.0 GB of block files in ")
        .doesNotContain("chainstate", "pruned");
  }

  @Test
  public void foreignCoinsAreNamedToo() throws Exception {
    makeForeign(directory.resolve("chainstate"));

    assertThat(refusal().getMessage())
        .startsWith(directory.resolve("chainstate") + " holds a database that another program made")
        .contains("Start once with -reindex ");
  }

  @Test
  public void prunedBlocksAreToBeDownloadedAgain() throws Exception {
    makeForeign(directory.resolve("blocks").resolve("index"));
    Files.delete(directory.resolve("blocks").resolve("blk00000.dat"));

    assertThat(refusal().getMessage()).contains("downloads the blocks that are pruned there");
  }

  @Test
  public void theAdviceHelps() throws Exception {
    makeForeign(directory.resolve("blocks").resolve("index"));
    makeForeign(directory.resolve("chainstate"));

    try (TestKernel kernel = new TestKernel(directory, b -> b.reindex(true))) {
      kernel.assertTip(chain.tip());
    }
  }

  @Test
  public void anIndexThatIsGoneHasBitcoinCoresSentenceForTheUser() throws Exception {
    try (DirectoryStream<Path> files =
        Files.newDirectoryStream(directory.resolve("blocks").resolve("index"))) {
      for (Path file : files) {
        Files.delete(file);
      }
    }

    ChainLoadException e =
        catchThrowableOfType(ChainLoadException.class, () -> new TestKernel(directory));
    assertThat(e.kind()).isEqualTo(ChainLoadException.Kind.REBUILD);
    assertThat(e.shown()).isEqualTo("Error initializing block database");
    assertThat(e.getMessage()).contains(directory.resolve("chainstate").toString());
  }
}
