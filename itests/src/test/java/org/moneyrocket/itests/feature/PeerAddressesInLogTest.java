// SPDX-License-Identifier: MIT
package org.moneyrocket.itests.feature;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.Test;
import org.moneyrocket.itests.harness.TestNode;
import org.moneyrocket.itests.harness.Wiring;

public class PeerAddressesInLogTest {
  @Test
  public void addressesOfPeersAreLoggedOnlyWhereTheUserWantsThem() throws Exception {
    try (TestNode shown = TestNode.start(Wiring.ONE, "-debug=net", "-logips", "-disablewallet");
        TestNode hidden = TestNode.start(Wiring.ONE, "-debug=net", "-disablewallet")) {
      shown.awaitRpc();
      hidden.awaitRpc();

      shown.rpc("addnode", "127.0.0.1:" + hidden.port(), "onetry");

      shown.awaitLog("peer=0, peeraddr=127.0.0.1:" + hidden.port());
      hidden.awaitLog("New inbound peer connected");
      assertThat(hidden.log()).contains("peer=0").doesNotContain("peeraddr=");
    }
  }
}
