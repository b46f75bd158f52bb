// SPDX-License-Identifier: MIT
package org.moneyrocket.testkit.vectors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.Test;

public class VectorsTest {
  @Test
  public void theReadmeNamesEveryFileOrItsFolder() throws IOException {
    Path root = Vectors.file("README.md").getParent();
    String readme = Files.readString(root.resolve("README.md"));
    int files = 0;
    for (String folder : List.of("chain", "filters", "keys", "net", "psbt-rpc", "script-and-tx")) {
      try (Stream<Path> in = Files.list(root.resolve(folder))) {
        for (Path file : in.toList()) {
          assertThat(readme).contains(file.getFileName().toString());
          files++;
        }
      }
    }
    assertThat(files).isEqualTo(27);
    assertThat(readme).contains("## util-cli", "## json-parser", "## recorded");
  }

  @Test
  public void aFileThatIsMissingIsAnErrorThatNamesIt() {
    assertThatThrownBy(() -> Vectors.bytes("keys/none.json"))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("none.json");
  }

  @Test
  public void theRowsOfATableAreCutIntoItsColumns() {
    assertThat(Vectors.csv("keys/bip340_test_vectors.csv", 8))
        .hasSize(19)
        .allSatisfy(row -> assertThat(row).hasSize(8));
  }

  @Test
  public void compressedLinesAreRead() {
    assertThat(Vectors.gzipLines("recorded/rpc-recorded.jsonl.gz")).hasSize(5258);
    assertThat(Vectors.gzipLines("recorded/blocks-recorded.jsonl.gz")).hasSize(3987);
  }
}
