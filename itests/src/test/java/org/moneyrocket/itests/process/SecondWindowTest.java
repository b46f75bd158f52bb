// SPDX-License-Identifier: MIT
package org.moneyrocket.itests.process;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.Test;
import org.moneyrocket.itests.harness.Await;
import org.moneyrocket.itests.harness.Running;
import org.moneyrocket.itests.harness.TestNode;
import org.moneyrocket.itests.harness.Wiring;

/** A window that is started twice on one directory. */
public class SecondWindowTest {
  @Test
  public void theSecondOneSaysWhyAndEndsWhenAskedToWhileItsDialogIsOpen() throws Exception {
    try (TestNode node = TestNode.start(Wiring.GUI_NODE_WALLET)) {
      node.awaitRpc();
      try (Running second = node.startBeside(Wiring.GUI_NODE_WALLET.program())) {
        Await.until(
            "the error", TestNode.PATIENCE, () -> second.errors().contains("Cannot obtain a lock"));
        Await.until("its node is gone", TestNode.PATIENCE, () -> second.children().isEmpty());
        // That the dialog does not close by itself is seen by waiting only.
        Thread.sleep(3_000);
        assertThat(second.isAlive()).as("the dialog is open").isTrue();
        second.terminate();
        assertThat(second.awaitEnd(TestNode.PATIENCE)).isEqualTo(1);
        assertThat(second.errors().lines().filter(line -> line.startsWith("Error:"))).hasSize(1);
      }
      assertThat(node.log()).doesNotContain("theme is not installed");
      assertThat(node.rpc("getblockcount").asInt()).as("the first goes on").isZero();
    }
  }
}
