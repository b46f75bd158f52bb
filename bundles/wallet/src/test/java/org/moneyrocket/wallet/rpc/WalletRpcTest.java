// SPDX-License-Identifier: MIT
package org.moneyrocket.wallet.rpc;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Optional;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.moneyrocket.consensus.merkle.MerkleBlock;
import org.moneyrocket.interfaces.rpc.RpcReply;
import org.moneyrocket.interfaces.rpc.RpcRequest;
import org.moneyrocket.primitives.Block;
import org.moneyrocket.primitives.Bytes;
import org.moneyrocket.primitives.Transaction;
import org.moneyrocket.rpc.Json;
import org.moneyrocket.rpc.RpcTable;
import org.moneyrocket.script.descriptor.DescriptorChecksum;
import org.moneyrocket.settings.Program;
import org.moneyrocket.settings.Settings;
import org.moneyrocket.wallet.WalletFixture;

/** Calls the methods of wallets as a client does: by name, with JSON. */
public class WalletRpcTest {
  @Rule public final WalletFixture fixture = new WalletFixture("-deprecatedrpc=removeprunedfunds");

  private RpcTable table;

  @Before
  public void methods() {
    Settings settings = Settings.of(Program.NODE, "-regtest", "-rpcdoccheck=1");
    table = new RpcTable(settings, WalletMethods.all(fixture.wallets()), fixture.wallets()::names);
  }

  private RpcReply execute(Optional<String> wallet, String method, String params) {
    return table.execute(RpcRequest.of(method, params, wallet, "user", "test"));
  }

  private JsonNode call(String wallet, String method, String params) {
    RpcReply reply = execute(Optional.of(wallet), method, params);
    assertThat(reply.failure()).as(method).isEmpty();
    return Json.parse(reply.result().orElseThrow());
  }

  private String failure(String wallet, String method, String params) {
    var failure = execute(Optional.of(wallet), method, params).failure().orElseThrow();
    return failure.code() + " " + failure.message();
  }

  private void create(String name) {
    execute(Optional.empty(), "createwallet", "[\"" + name + "\"]").result().orElseThrow();
  }

  private Bytes newScript(String wallet) {
    String address = call(wallet, "getnewaddress", "[]").asText();
    return Bytes.fromHex(
        call(wallet, "getaddressinfo", "[\"" + address + "\"]").get("scriptPubKey").asText());
  }

  @Test
  public void aWalletIsFoundByPathOrBecauseItIsTheOnlyOne() {
    assertThat(execute(Optional.empty(), "getwalletinfo", "[]").failure().orElseThrow().code())
        .isEqualTo(-18);
    create("a");
    assertThat(execute(Optional.empty(), "getwalletinfo", "[]").failure()).isEmpty();
    create("b");
    assertThat(execute(Optional.empty(), "getwalletinfo", "[]").failure().orElseThrow().code())
        .isEqualTo(-19);
    assertThat(call("b", "getwalletinfo", "[]").get("walletname").asText()).isEqualTo("b");
    assertThat(failure("c", "getwalletinfo", "[]"))
        .isEqualTo("-18 Requested wallet does not exist or is not loaded");
  }

  @Test
  public void whatIsReceivedCanBeSent() {
    create("a");
    fixture.chain().mine(1, newScript("a"));
    fixture.chain().mine(100, WalletFixture.ELSEWHERE);

    assertThat(call("a", "getbalance", "[]").decimalValue()).isEqualByComparingTo("50");
    String to = call("a", "getnewaddress", "[\"savings\"]").asText();
    String txid = call("a", "sendtoaddress", "{\"address\":\"" + to + "\",\"amount\":1}").asText();

    JsonNode tx = call("a", "gettransaction", "[\"" + txid + "\"]");
    assertThat(tx.get("details")).hasSize(2);
    assertThat(tx.get("confirmations").asInt()).isZero();
    assertThat(failure("a", "sendtoaddress", "[\"" + to + "\",1000]"))
        .isEqualTo("-6 Insufficient funds");
    assertThat(failure("a", "sendtoaddress", "[\"" + to + "\",\"100000000000\"]"))
        .startsWith("-3 ");
  }

  @Test
  public void anAddressThatComesTwiceIsNotPaid() {
    create("a");
    fixture.chain().mine(1, newScript("a"));
    fixture.chain().mine(100, WalletFixture.ELSEWHERE);
    String to = call("a", "getnewaddress", "[]").asText();
    String twice = "{\"" + to + "\":1,\"" + to + "\":2}";
    String paid = call("a", "sendtoaddress", "[\"" + to + "\",1]").asText();
    int before = call("a", "listtransactions", "[]").size();

    List<List<String>> calls =
        List.of(
            List.of("sendmany", "[\"\"," + twice + "]"),
            List.of("send", "[" + twice + "]"),
            List.of("send", "[[{\"" + to + "\":1},{\"" + to + "\":2}]]"),
            List.of("sendall", "[[\"" + to + "\",\"" + to + "\"]]"),
            List.of("walletcreatefundedpsbt", "[[]," + twice + "]"),
            List.of("bumpfee", "[\"" + paid + "\",{\"outputs\":" + twice + "}]"),
            List.of("psbtbumpfee", "[\"" + paid + "\",{\"outputs\":" + twice + "}]"));
    for (List<String> one : calls) {
      assertThat(failure("a", one.get(0), one.get(1)))
          .as(one.get(0))
          .isEqualTo("-8 Invalid parameter, duplicated address: " + to);
    }

    assertThat(call("a", "listtransactions", "[]")).hasSize(before);
  }

  @Test
  public void theFirstOfRepeatedOptionsCounts() {
    create("a");
    assertThat(
            call("a", "listunspent", "[0,9,[],true,{\"maximumCount\":1,\"maximumCount\":\"x\"}]"))
        .isEmpty();
    assertThat(
            failure(
                "a", "listunspent", "[0,9,[],true,{\"maximumCount\":\"x\",\"maximumCount\":1}]"))
        .startsWith("-3 ");
  }

  @Test
  public void aProofBringsATransactionWithoutAScan() {
    create("a");
    Bytes script = newScript("a");
    Block block = fixture.chain().mineWith(script, List.of());
    Transaction tx = block.transactions().get(0);
    call("a", "getbalances", "[]");
    String txid = tx.txid().toString();
    call("a", "removeprunedfunds", "[\"" + txid + "\"]");
    assertThat(failure("a", "gettransaction", "[\"" + txid + "\"]"))
        .isEqualTo("-5 Invalid or non-wallet transaction id");
    assertThat(failure("a", "removeprunedfunds", "[\"" + txid + "\"]"))
        .isEqualTo("-4 Transaction " + txid + " does not belong to this wallet");

    String proof = MerkleBlock.of(block, tx.txid()::equals).toBytes().toHex();
    String raw = tx.toBytes().toHex();
    call("a", "importprunedfunds", "[\"" + raw + "\",\"" + proof + "\"]");

    assertThat(call("a", "gettransaction", "[\"" + txid + "\"]").get("confirmations").asInt())
        .isEqualTo(1);
    create("b");
    assertThat(failure("b", "importprunedfunds", "[\"" + raw + "\",\"" + proof + "\"]"))
        .isEqualTo("-5 No addresses in wallet correspond to included transaction");
    String other = MerkleBlock.of(block, id -> false).toBytes().toHex();
    assertThat(failure("a", "importprunedfunds", "[\"" + raw + "\",\"" + other + "\"]"))
        .isEqualTo("-5 Transaction given doesn't exist in proof");
    assertThat(failure("a", "importprunedfunds", "[\"00\",\"" + proof + "\"]"))
        .startsWith("-22 TX decode failed");
    String wrong = proof.substring(0, 72) + "ff" + proof.substring(74);
    assertThat(failure("a", "importprunedfunds", "[\"" + raw + "\",\"" + wrong + "\"]"))
        .isEqualTo("-5 Something wrong with merkleblock");
  }

  @Test
  public void aProofFromABlockThatLeftTheChainProvesNothing() {
    create("a");
    fixture.chain().mine(1, WalletFixture.ELSEWHERE);
    Block block = fixture.chain().mineWith(newScript("a"), List.of());
    Transaction tx = block.transactions().get(0);
    call("a", "getbalances", "[]");
    call("a", "removeprunedfunds", "[\"" + tx.txid() + "\"]");
    String proof = MerkleBlock.of(block, tx.txid()::equals).toBytes().toHex();
    String given = "[\"" + tx.toBytes().toHex() + "\",\"" + proof + "\"]";

    fixture.chain().disconnectTip();
    assertThat(failure("a", "importprunedfunds", given)).isEqualTo("-5 Block not found in chain");
    fixture.chain().mine(102, WalletFixture.ELSEWHERE);
    assertThat(failure("a", "importprunedfunds", given)).isEqualTo("-5 Block not found in chain");
    assertThat(call("a", "getbalance", "[]").decimalValue()).isEqualByComparingTo("0");
  }

  private String imported(String descriptor, String label) {
    String text = descriptor + "#" + DescriptorChecksum.of(descriptor).orElseThrow();
    JsonNode done =
        call(
            "watching",
            "importdescriptors",
            "[[{\"desc\":\"%s\",\"timestamp\":\"now\",\"label\":\"%s\"}]]".formatted(text, label));
    assertThat(done.get(0).get("success").asBoolean()).as("%s", done).isTrue();
    return call("watching", "getaddressesbylabel", "[\"" + label + "\"]").fieldNames().next();
  }

  @Test
  public void onlyAnAddressOfOneKeySaysWhenItWasMade() {
    execute(Optional.empty(), "createwallet", "[\"watching\",true]").result().orElseThrow();
    String keys =
        "0279be667ef9dcbbac55a06295ce870b07029bfcdb2dce28d959f2815b16f81798,"
            + "02c6047f9441ed7d6d3045406e95c07cd85c778e4b8cef3ca7abac09b95c709ee5";
    String one = imported("wpkh(" + keys.split(",")[0] + ")", "one");
    String several = imported("wsh(multi(1," + keys + "))", "several");

    assertThat(call("watching", "getaddressinfo", "[\"" + one + "\"]").has("timestamp")).isTrue();
    JsonNode info = call("watching", "getaddressinfo", "[\"" + several + "\"]");
    assertThat(info.get("ismine").asBoolean()).isTrue();
    assertThat(info.has("timestamp")).isFalse();
  }

  @Test
  public void aCopyWithoutKeysWatchesTheSameAddresses() {
    create("a");
    String file = fixture.directory().resolve("watching.dat").toString();
    call("a", "exportwatchonlywallet", "[\"" + file + "\"]");
    assertThat(failure("a", "exportwatchonlywallet", "[\"" + file + "\"]"))
        .isEqualTo("-4 Error: Export destination '" + file + "' already exists");

    execute(Optional.empty(), "restorewallet", "[\"watching\",\"" + file + "\"]")
        .result()
        .orElseThrow();

    assertThat(call("watching", "getwalletinfo", "[]").get("private_keys_enabled").asBoolean())
        .isFalse();
    assertThat(call("watching", "listdescriptors", "[]").get("descriptors"))
        .isEqualTo(call("a", "listdescriptors", "[]").get("descriptors"));
    assertThat(call("watching", "getnewaddress", "[]")).isEqualTo(call("a", "getnewaddress", "[]"));
    assertThat(failure("watching", "listdescriptors", "[true]"))
        .isEqualTo("-4 Can't get private descriptor string for watch-only wallets");
  }

  @Test
  public void aWalletThatNeedsNoMigrationIsToldApartFromOneThatIsNotThere() {
    create("a");
    assertThat(failure("a", "migratewallet", "[]"))
        .isEqualTo("-4 Error: This wallet is already a descriptor wallet");
    assertThat(
            execute(Optional.empty(), "migratewallet", "[\"none\"]")
                .failure()
                .orElseThrow()
                .message())
        .isEqualTo("Error: Wallet does not exist");
  }

  @Test
  public void anExternalSignerIsMissedWhereItIsNeeded() {
    assertThat(
            execute(
                    Optional.empty(),
                    "createwallet",
                    "{\"wallet_name\":\"s\",\"external_signer\":true}")
                .failure()
                .orElseThrow()
                .message())
        .isEqualTo("Private keys must be disabled when using an external signer");
    assertThat(
            execute(
                    Optional.empty(),
                    "createwallet",
                    "{\"wallet_name\":\"s\",\"disable_private_keys\":true,"
                        + "\"external_signer\":true}")
                .failure()
                .orElseThrow()
                .message())
        .isEqualTo("restart bitcoind with -signer=<cmd>");
    create("a");
    String address = call("a", "getnewaddress", "[]").asText();
    assertThat(failure("a", "walletdisplayaddress", "[\"" + address + "\"]"))
        .isEqualTo("-1 There is no ScriptPubKeyManager for this address");
  }
}
