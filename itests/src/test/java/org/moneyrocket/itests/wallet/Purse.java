// SPDX-License-Identifier: MIT
package org.moneyrocket.itests.wallet;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.math.BigDecimal;
import org.moneyrocket.itests.harness.Await;
import org.moneyrocket.itests.harness.RpcClient.RpcError;
import org.moneyrocket.itests.harness.TestNode;

/** One wallet of a running node, by RPC; amounts in satoshis. */
final class Purse {
  private final TestNode node;
  private final String name;

  private Purse(TestNode node, String name) {
    this.node = node;
    this.name = name;
  }

  static Purse create(TestNode node, String name) throws Exception {
    awaitMethod(node, "createwallet");
    node.rpc("createwallet", name, false, false, "", false, true, true);
    return new Purse(node, name);
  }

  /** Waits until a wallet process offers a method. */
  private static void awaitMethod(TestNode node, String method) throws Exception {
    Await.until(
        "the method " + method,
        TestNode.PATIENCE,
        () -> node.rpc("help").asText().contains("\n" + method + " "));
  }

  JsonNode call(String method, Object... parameters) throws IOException, InterruptedException {
    return node.rpc().callWallet(name, method, parameters);
  }

  /** Waits until the wallet answers again. */
  Purse awaitBack() throws Exception {
    Await.until("wallet " + name + " answers", TestNode.PATIENCE, this::answers);
    return this;
  }

  private boolean answers() throws InterruptedException {
    try {
      call("getbalances");
      return true;
    } catch (IOException | RpcError e) {
      return false;
    }
  }

  String address() throws IOException, InterruptedException {
    return call("getnewaddress").asText();
  }

  long trusted() throws IOException, InterruptedException {
    return sats(call("getbalances").path("mine").path("trusted"));
  }

  long pending() throws IOException, InterruptedException {
    return sats(call("getbalances").path("mine").path("untrusted_pending"));
  }

  long immature() throws IOException, InterruptedException {
    return sats(call("getbalances").path("mine").path("immature"));
  }

  /** Sends and returns the transaction. */
  String send(String address, long sats) throws IOException, InterruptedException {
    return call("sendtoaddress", address, BigDecimal.valueOf(sats, 8)).asText();
  }

  /** Returns the fee of a transaction of this wallet, positive. */
  long fee(String txid) throws IOException, InterruptedException {
    return -sats(call("gettransaction", txid).path("fee"));
  }

  static long sats(JsonNode amount) {
    return amount.decimalValue().movePointRight(8).longValueExact();
  }
}
