// SPDX-License-Identifier: MIT
package org.moneyrocket.itests.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.Assume.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.stream.Stream;
import org.junit.Test;
import org.moneyrocket.itests.harness.Await;
import org.moneyrocket.itests.harness.Installation;
import org.moneyrocket.itests.harness.RpcClient.RpcError;
import org.moneyrocket.itests.harness.TestNode;
import org.moneyrocket.itests.harness.Wiring;

/** The distribution where it was built, and after it was moved: the parts find each other. */
public class MovedTreeTest {
  private static final String CACHE = "Start-up cache used: ";

  private static TestNode startIn(Installation tree) throws Exception {
    TestNode node = TestNode.prepareIn(tree, Wiring.NODE_WALLET);
    node.start();
    Await.until("a wallet answers", TestNode.PATIENCE, () -> createsAWallet(node));
    assertThat(node.process().errors()).isEmpty();
    return node;
  }

  private static boolean createsAWallet(TestNode node) throws Exception {
    try {
      return node.rpc("createwallet", "w").path("name").asText().equals("w");
    } catch (IOException e) {
      return false;
    } catch (RpcError e) {
      assertThat(e.code()).isEqualTo(-28);
      return false;
    }
  }

  private static Path cache(Installation tree) {
    return tree.home().resolve("lib/aot/moneyrocket-node.aot");
  }

  // A quick build over a whole one leaves the caches of the former behind, with new files beside.
  private static boolean hasFreshCache(Installation tree) throws IOException {
    if (!Files.exists(cache(tree))) {
      return false;
    }
    FileTime made = Files.getLastModifiedTime(cache(tree));
    try (Stream<Path> jars = Files.walk(tree.home())) {
      for (Path jar : (Iterable<Path>) jars.filter(f -> f.toString().endsWith(".jar"))::iterator) {
        if (Files.getLastModifiedTime(jar).compareTo(made) > 0) {
          return false;
        }
      }
    }
    return true;
  }

  @Test
  public void whereItWasTrainedTheStartUpCacheIsUsed() throws Exception {
    Installation tree = Installation.built();
    assumeTrue("needs start-up caches, which a build without -Dfast makes", hasFreshCache(tree));
    try (TestNode node = startIn(tree)) {
      assertThat(node.log()).contains(CACHE + cache(tree).toRealPath());
    }
  }

  @Test
  public void inAFolderWithASpaceTheWalletAnswersAndTheCacheOfTheOldPlaceIsLeftAlone()
      throws Exception {
    Installation tree = Installation.moved();
    try (TestNode node = startIn(tree)) {
      assertThat(tree.home().toString()).contains(" ");
      assertThat(node.log()).contains(CACHE + "no: ");
    }
  }

  @Test
  public void inAFolderWithAColonTheWalletAnswersToo() throws Exception {
    assumeTrue("needs /proc, which Linux has", Files.isDirectory(Path.of("/proc/self/fd")));
    try (TestNode node = startIn(Installation.built().movedTo("12:30 o'clock"))) {
      assertThat(node.stop()).isZero();
      assertThat(node.process().errors()).isEmpty();
    }
  }
}
