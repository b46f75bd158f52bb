// SPDX-License-Identifier: MIT
package org.moneyrocket.itests.process;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.Test;
import org.moneyrocket.itests.harness.Running;
import org.moneyrocket.itests.harness.TestNode;
import org.moneyrocket.itests.harness.Wiring;

public class ShellTest {
  private static String answer(TestNode node, String... words) throws Exception {
    Running terminal = node.shell(words);
    assertThat(terminal.errors()).as(String.join(" ", words)).isEmpty();
    assertThat(terminal.awaitEnd(TestNode.PATIENCE)).isZero();
    return terminal.output();
  }

  private static int times(String text, String log) {
    return log.split(text, -1).length - 1;
  }

  @Test
  public void commandsTakeBundlesByIdAndByName() throws Exception {
    try (TestNode node = TestNode.start(Wiring.ONE)) {
      node.awaitRpc();

      assertThat(answer(node, "lb")).contains("Active");
      assertThat(answer(node, "headers", "12")).contains("Bundle-SymbolicName");
      assertThat(answer(node, "felix:headers", "wallet"))
          .contains("Bundle-SymbolicName = org.moneyrocket.wallet");
      assertThat(answer(node, "felix:which", "wallet", "org.moneyrocket.wallet.Wallets"))
          .contains("Loaded from");
      assertThat(answer(node, "bundle:restart", "wallet")).contains("wallet is Active");
      assertThat(node.stop()).isZero();
    }
  }

  @Test
  public void anUpdatedBundleIsStartedOnce() throws Exception {
    try (TestNode node = TestNode.start(Wiring.ONE)) {
      node.awaitRpc();
      String start = "Using wallet directory";
      assertThat(times(start, node.log())).isEqualTo(1);

      assertThat(answer(node, "bundle:update", "wallet")).contains("wallet is updated");

      assertThat(times(start, node.log())).isEqualTo(2);
      assertThat(node.rpc("listwallets").isArray()).isTrue();
      assertThat(node.stop()).isZero();
    }
  }
}
