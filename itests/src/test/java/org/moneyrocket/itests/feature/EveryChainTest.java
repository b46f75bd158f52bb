// SPDX-License-Identifier: MIT
package org.moneyrocket.itests.feature;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.junit.runners.Parameterized;
import org.junit.runners.Parameterized.Parameters;
import org.moneyrocket.itests.harness.Await;
import org.moneyrocket.itests.harness.TestNode;
import org.moneyrocket.itests.harness.Wiring;

/** Every chain has wallets and peers; those here are all on this machine. */
@RunWith(Parameterized.class)
public class EveryChainTest {
  @Parameters(name = "{0} {1}")
  public static Object[][] chains() {
    return new Object[][] {
      {"main", Wiring.ONE, "bc1q", 0},
      {"testnet4", Wiring.NODE_WALLET, "tb1q", 1},
      {"signet", Wiring.ONE, "tb1q", 1},
    };
  }

  private final String chain;
  private final Wiring wiring;
  private final String prefix;
  private final int coinType;

  public EveryChainTest(String chain, Wiring wiring, String prefix, int coinType) {
    this.chain = chain;
    this.wiring = wiring;
    this.prefix = prefix;
    this.coinType = coinType;
  }

  @Test
  public void aWalletAndAPeer() throws Exception {
    try (TestNode listening = TestNode.prepareOn(chain, wiring);
        TestNode other = TestNode.prepareOn(chain, wiring)) {
      listening.start("-listen=1", "-bind=127.0.0.1:" + listening.port());
      other.start();
      listening.awaitRpc();
      other.awaitRpc();

      other.rpc("createwallet", "w");
      assertThat(other.rpc("getnewaddress").asText()).startsWith(prefix);
      JsonNode descriptors = other.rpc("listdescriptors").path("descriptors");
      assertThat(descriptors.get(0).path("desc").asText())
          .containsPattern("/[0-9]+h/" + coinType + "h/0h");

      other.rpc("addnode", "127.0.0.1:" + listening.port(), "onetry");
      Await.until(
          "they know each other",
          TestNode.PATIENCE,
          () ->
              other.rpc("getpeerinfo").path(0).path("version").asInt() > 0
                  && listening.rpc("getpeerinfo").path(0).path("version").asInt() > 0);
      assertThat(other.rpc("getblockchaininfo").path("chain").asText()).isEqualTo(chain);
      // Without being asked neither looks for anybody.
      assertThat(other.rpc("getconnectioncount").asInt()).isEqualTo(1);
      assertThat(other.log()).contains("DNS seeding disabled");
    }
  }
}
