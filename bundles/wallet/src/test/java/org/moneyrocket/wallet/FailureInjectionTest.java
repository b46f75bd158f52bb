// SPDX-License-Identifier: MIT
package org.moneyrocket.wallet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.moneyrocket.wallet.WalletFixture.ELSEWHERE;
import static org.moneyrocket.wallet.WalletFixture.newScript;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.junit.Rule;
import org.junit.Test;
import org.moneyrocket.interfaces.chain.RemovalReason;
import org.moneyrocket.interfaces.rpc.RpcReply;
import org.moneyrocket.interfaces.rpc.RpcRequest;
import org.moneyrocket.primitives.Amount;
import org.moneyrocket.primitives.Transaction;
import org.moneyrocket.rpc.Json;
import org.moneyrocket.rpc.RpcTable;
import org.moneyrocket.script.descriptor.DescriptorChecksum;
import org.moneyrocket.settings.Program;
import org.moneyrocket.settings.Settings;
import org.moneyrocket.wallet.rpc.WalletMethods;

/**
 * Makes every write and COMMIT of each operation fail in turn, and every question to the node.
 * After a failed write the wallet knows what it knew before, its file says the same, nobody heard
 * of anything, and the next try succeeds. After a failed question memory and file agree, no lock is
 * held, and the next try succeeds.
 */
public class FailureInjectionTest {
  /** More steps than any operation has. */
  private static final int TOO_MANY = 400;

  private static final String PASSPHRASE = "[\"pass\"]";

  @Rule
  public final WalletFixture fixture =
      new WalletFixture(
          "-keypool=2", "-walletrejectlongchains=0", "-deprecatedrpc=removeprunedfunds");

  private int names;

  // ---- how

  private RpcReply execute(String wallet, String method, String params) {
    Settings settings = Settings.of(Program.NODE, "-regtest");
    RpcTable table =
        new RpcTable(settings, WalletMethods.all(fixture.wallets()), fixture.wallets()::names);
    return table.execute(
        RpcRequest.of(
            method, params, wallet.isEmpty() ? Optional.empty() : Optional.of(wallet), "u", "t"));
  }

  private JsonNode call(String wallet, String method, String params) {
    RpcReply reply = execute(wallet, method, params);
    assertThat(reply.failure()).as(method).isEmpty();
    return Json.parse(reply.result().orElseThrow());
  }

  private OpenWallet wallet(String name) {
    return fixture.wallets().find(name).orElseThrow();
  }

  /** Makes a wallet with a confirmed coin of 3 and another of 2. */
  private String funded() throws Exception {
    String name = "w" + names++;
    OpenWallet wallet = fixture.create(name);
    pay(wallet, 3);
    pay(wallet, 2);
    return name;
  }

  private void pay(OpenWallet wallet, long coins) throws Exception {
    fixture
        .chain()
        .mineWith(
            ELSEWHERE, List.of(WalletFixture.payment(coins * Amount.COIN, newScript(wallet))));
    wallet.awaitCurrent();
  }

  /** Returns what a wallet knows, after doing what loading does too: looking ahead. */
  private List<String> memory(String name) {
    wallet(name).awaitCurrent();
    wallet(name).locked(() -> wallet(name).ring().topUp(0));
    return Memory.of(wallet(name));
  }

  /** Closes all wallets without a word and reads their files again. */
  private List<String> reopened(String name) throws Exception {
    List<String> loaded = fixture.wallets().names();
    fixture.restart();
    for (String each : loaded) {
      fixture.load(each);
    }
    return memory(name);
  }

  /** Lets each write of {@code operation} on a wallet fail, and does it at last. */
  private void failEachWrite(String name, Consumer<String> operation) throws Exception {
    List<String> before = memory(name);
    assertThat(Memory.difference(before, reopened(name))).isEmpty();
    int n = 1;
    for (; n < TOO_MANY; n++) {
      long revision = wallet(name).events().revision();
      fixture.faults().failAt(n);
      boolean answered = succeeds(name, operation);
      if (!fixture.faults().end()) {
        assertThat(answered).as("without a failure").isTrue();
        break;
      }
      assertThat(answered).as("answer although write %s failed", n).isFalse();
      assertThat(wallet(name).events().revision()).as("news after write %s", n).isEqualTo(revision);
      assertThat(Memory.difference(before, Memory.of(wallet(name))))
          .as("memory after write %s", n)
          .isEmpty();
      assertThat(Memory.difference(before, reopened(name))).as("file after write %s", n).isEmpty();
    }
    assertThat(n).as("steps").isBetween(2, TOO_MANY - 1);
    List<String> after = memory(name);
    assertThat(after.equals(before)).as("nothing was done").isFalse();
    assertThat(Memory.difference(after, reopened(name))).as("file at last").isEmpty();
  }

  private static boolean succeeds(String name, Consumer<String> operation) {
    try {
      operation.accept(name);
      return true;
    } catch (RuntimeException | AssertionError e) {
      return false;
    }
  }

  private Consumer<String> rpc(String method, String params) {
    return name -> call(name, method, params);
  }

  // ---- writes

  @Test
  public void givingOutAnAddress() throws Exception {
    failEachWrite(funded(), rpc("getnewaddress", "[\"label\"]"));
    failEachWrite(funded(), rpc("getrawchangeaddress", "[]"));
  }

  @Test
  public void labelling() throws Exception {
    String name = funded();
    String address = call(name, "getnewaddress", "[]").asText();
    failEachWrite(name, rpc("setlabel", "[\"" + address + "\",\"rent\"]"));
  }

  @Test
  public void refillingTheKeypool() throws Exception {
    failEachWrite(funded(), rpc("keypoolrefill", "[5]"));
  }

  @Test
  public void importing() throws Exception {
    failEachWrite(
        funded(),
        name -> {
          JsonNode results = call(name, "importdescriptors", "[[" + IMPORT + "]]");
          assertThat(results.get(0).get("success").asBoolean()).isTrue();
        });
  }

  private static final String DESCRIPTOR =
      "wpkh(tprv8ZgxMBicQKsPd7Uf69XL1XwhmjHopUGep8GuEiJDZmbQz6o58LninorQAfcKZWARbtRtfnLcJ5MQ2AtHcQJ"
          + "CCRUcMRvmDUjyEmNUWwx8UbK/84h/1h/7h/0/*)";

  private static final String IMPORT =
      "{\"desc\":\""
          + DESCRIPTOR
          + "#"
          + DescriptorChecksum.of(DESCRIPTOR).orElseThrow()
          + "\",\"timestamp\":\"now\",\"range\":[0,3],\"active\":true}";

  @Test
  public void addingKeysAndDescriptors() throws Exception {
    failEachWrite(funded(), rpc("addhdkey", "[]"));
    String name = "blank";
    call("", "createwallet", "{\"wallet_name\":\"blank\",\"blank\":true}");
    call(name, "addhdkey", "[]");
    String xpub = call(name, "gethdkeys", "[]").get(0).get("xpub").asText();
    failEachWrite(name, rpc("createwalletdescriptor", "[\"bech32\",{\"hdkey\":\"" + xpub + "\"}]"));
  }

  @Test
  public void encrypting() throws Exception {
    String name = "small" + names++;
    fixture.create(name);
    List<String> before = memory(name);
    for (int n = 1; n < TOO_MANY; n++) {
      fixture.faults().failAt(n);
      RpcReply reply = execute(name, "encryptwallet", PASSPHRASE);
      if (!fixture.faults().end()) {
        assertThat(reply.failure()).isEmpty();
        break;
      }
      assertThat(reply.failure()).as("write %s", n).isPresent();
      if (wallet(name).isEncrypted()) {
        // Only the old pages of the file were left.
        assertThat(reply.failure().orElseThrow().message()).contains("The wallet is encrypted now");
        break;
      }
      assertThat(Memory.difference(before, Memory.of(wallet(name))))
          .as("memory after write %s", n)
          .isEmpty();
      assertThat(Memory.difference(before, reopened(name))).as("file after write %s", n).isEmpty();
      assertThat(execute(name, "listdescriptors", "[true]").failure()).isEmpty();
    }
    assertThat(wallet(name).isLocked()).isTrue();
    List<String> after = memory(name);
    assertThat(Memory.difference(after, reopened(name))).isEmpty();
    assertThat(wallet(name).isLocked()).isTrue();
    assertThat(execute(name, "listdescriptors", "[true]").failure().orElseThrow().code())
        .isEqualTo(-13);
    call(name, "walletpassphrase", "[\"pass\",60]");
    call(name, "listdescriptors", "[true]");
  }

  @Test
  public void changingThePassphraseLeavesTheOldOneInPlaceIfItFails() throws Exception {
    String name = "small" + names++;
    fixture.create(name);
    call(name, "encryptwallet", PASSPHRASE);
    for (int n = 1; n < TOO_MANY; n++) {
      fixture.faults().failAt(n);
      RpcReply reply = execute(name, "walletpassphrasechange", "[\"pass\",\"new\"]");
      boolean failed = reply.failure().isPresent();
      // What fails later is the rewriting of the file, which is made up for when it is loaded.
      assertThat(fixture.faults().end()).isTrue();
      assertThat(wallet(name).isLocked()).isTrue();
      reopened(name);
      String right = failed ? "pass" : "new";
      String wrong = failed ? "new" : "pass";
      assertThat(execute(name, "walletpassphrase", "[\"" + wrong + "\",60]").failure()).isPresent();
      call(name, "walletpassphrase", "[\"" + right + "\",60]");
      call(name, "walletlock", "[]");
      if (!failed) {
        assertThat(n).isGreaterThan(1);
        return;
      }
    }
  }

  @Test
  public void unlockingThatCannotStoreItsKeysLeavesTheWalletLocked() throws Exception {
    String name = "small" + names++;
    fixture.create(name);
    call(name, "encryptwallet", PASSPHRASE);
    for (int i = 0; i < 2; i++) {
      call(name, "getnewaddress", "[\"\",\"bech32\"]");
    }
    for (int n = 1; n < TOO_MANY; n++) {
      fixture.faults().failAt(n);
      RpcReply reply = execute(name, "walletpassphrase", "[\"pass\",60]");
      boolean failed = fixture.faults().end();
      assertThat(reply.failure().isPresent()).isEqualTo(failed);
      assertThat(wallet(name).isLocked()).isEqualTo(failed);
      if (!failed) {
        assertThat(n).isGreaterThan(1);
        return;
      }
    }
  }

  @Test
  public void sendingAndReplacing() throws Exception {
    String name = funded();
    String pay = "{\"address\":\"" + elsewhere() + "\",\"amount\":1,\"comment\":\"rent\"}";
    failEachSend(name, rpc("sendtoaddress", pay));
    String txid = call(name, "listtransactions", "[\"*\",1]").get(0).get("txid").asText();
    failEachSend(name, rpc("bumpfee", "[\"" + txid + "\"]"));
    failEachSend(name, rpc("sendall", "[[\"" + elsewhere() + "\"]]"));
  }

  /** As for other operations, but an address for change may have been used up, in the file too. */
  private void failEachSend(String name, Consumer<String> operation) throws Exception {
    for (int n = 1; n < TOO_MANY; n++) {
      int pooled = fixture.chain().mempool().size();
      List<String> before = transactions(name);
      long revision = wallet(name).events().revision();
      fixture.faults().failAt(n);
      boolean answered = succeeds(name, operation);
      if (!fixture.faults().end()) {
        assertThat(answered).isTrue();
        assertThat(n).isGreaterThan(2);
        List<String> after = memory(name);
        assertThat(Memory.difference(after, reopened(name))).isEmpty();
        return;
      }
      if (answered) {
        // What failed came after the payment was stored, which is when it counts as sent.
        assertThat(Memory.difference(before, transactions(name))).isNotEmpty();
        assertThat(unconfirmed(reopened(name))).isEqualTo(unconfirmed(memory(name)));
        return;
      }
      assertThat(wallet(name).events().revision()).isEqualTo(revision);
      assertThat(Memory.difference(before, transactions(name)))
          .as("memory after write %s", n)
          .isEmpty();
      assertThat(fixture.chain().mempool()).hasSize(pooled);
      List<String> memory = memory(name);
      assertThat(Memory.difference(memory, reopened(name))).as("file after write %s", n).isEmpty();
    }
  }

  private List<String> transactions(String name) {
    return memory(name).stream().filter(l -> l.startsWith("tr") || l.startsWith("own")).toList();
  }

  /** What was not handed over before is handed over when the wallet is loaded. */
  private static List<String> unconfirmed(List<String> memory) {
    return memory.stream()
        .map(
            line ->
                line.replace("Inactive[abandoned=false]", "InMempool[]")
                    .replace("OUTSIDE_MEMPOOL", "IN_MEMPOOL")
                    .replaceAll("^(transaction .*) \\[[^]]*] \\[[^]]*]$", "$1"))
        .toList();
  }

  private static String elsewhere() {
    return WalletFixture.REGTEST_FORMAT.addressOf(ELSEWHERE).orElseThrow();
  }

  @Test
  public void lockingCoins() throws Exception {
    String name = funded();
    StringBuilder coins = new StringBuilder();
    for (JsonNode coin : call(name, "listunspent", "[]")) {
      coins.append(coins.isEmpty() ? "" : ",");
      coins.append("{\"txid\":").append(coin.get("txid")).append(",\"vout\":");
      coins.append(coin.get("vout")).append('}');
    }
    failEachWrite(name, rpc("lockunspent", "[false,[" + coins + "],true]"));
    failEachWrite(name, rpc("lockunspent", "[true,[" + coins + "]]"));
  }

  @Test
  public void abandoningAndForgetting() throws Exception {
    String name = funded();
    String pay = "{\"address\":\"" + elsewhere() + "\",\"amount\":1}";
    String txid = call(name, "sendtoaddress", pay).asText();
    fixture.chain().refuse(true);
    fixture.chain().evict(fixture.chain().mempool().get(0).txid(), RemovalReason.EXPIRY);
    failEachWrite(name, rpc("abandontransaction", "[\"" + txid + "\"]"));
    failEachWrite(name, rpc("removeprunedfunds", "[\"" + txid + "\"]"));
  }

  @Test
  public void settingAFlag() throws Exception {
    failEachWrite(funded(), rpc("setwalletflag", "[\"avoid_reuse\"]"));
  }

  @Test
  public void creatingLeavesNoWalletThatClaimsToBeThere() throws Exception {
    for (int n = 1; n < TOO_MANY; n++) {
      String name = "new" + n;
      fixture.faults().failAt(n);
      RpcReply reply = execute("", "createwallet", "[\"" + name + "\"]");
      if (!fixture.faults().end()) {
        assertThat(reply.failure()).isEmpty();
        List<String> after = memory(name);
        assertThat(Memory.difference(after, reopened(name))).isEmpty();
        return;
      }
      assertThat(reply.failure()).isPresent();
      assertThat(fixture.wallets().find(name)).isEmpty();
      assertThat(fixture.directory().resolve(name)).as("after write %s", n).doesNotExist();
    }
  }

  // ---- blocks

  @Test
  public void aBlockThatCannotBeStoredIsAppliedAtTheNextCall() throws Exception {
    int failures = 0;
    for (int n = 1; n < TOO_MANY; n++) {
      String name = funded();
      OpenWallet wallet = wallet(name);
      Transaction tx = WalletFixture.payment(7 * Amount.COIN, newScript(wallet));
      List<String> before = memory(name);
      long revision = wallet.events().revision();
      fixture.faults().failElsewhereFrom(n);
      fixture.chain().mineWith(ELSEWHERE, List.of(tx));
      boolean answered = succeeds(name, each -> wallet(each).awaitCurrent());
      boolean failed = fixture.faults().end();
      assertThat(answered).isEqualTo(!failed);
      if (failed) {
        failures++;
        assertThat(wallet.events().revision()).isEqualTo(revision);
        assertThat(Memory.difference(before, Memory.of(wallet)))
            .as("memory after write %s", n)
            .isEmpty();
      }
      assertThat(call(name, "getbalance", "[]").asInt()).isEqualTo(12);
      List<String> after = memory(name);
      assertThat(Memory.difference(after, reopened(name))).isEmpty();
      call(name, "unloadwallet", "[]");
      if (!failed) {
        break;
      }
    }
    assertThat(failures).isGreaterThan(2);
  }

  @Test
  public void aBlockThatCouldNotBeStoredIsNotCountedAsDoneWhenTheWalletIsUnloaded()
      throws Exception {
    String name = funded();
    Transaction tx = WalletFixture.payment(7 * Amount.COIN, newScript(wallet(name)));
    fixture.faults().failElsewhereFrom(2);
    fixture.chain().mineWith(ELSEWHERE, List.of(tx));
    assertThat(succeeds(name, each -> wallet(each).awaitCurrent())).isFalse();
    call(name, "unloadwallet", "[]");
    assertThat(fixture.faults().end()).isTrue();
    fixture.load(name);

    assertThat(call(name, "getbalance", "[]").asInt()).isEqualTo(12);
  }

  @Test
  public void aBlockThatLeavesIsTakenBackWholeOrNotAtAll() throws Exception {
    int failures = 0;
    for (int n = 1; n < TOO_MANY; n++) {
      String name = funded();
      OpenWallet wallet = wallet(name);
      List<String> before = memory(name);
      fixture.faults().failElsewhereFrom(n);
      fixture.chain().disconnectTip();
      boolean answered = succeeds(name, each -> wallet(each).awaitCurrent());
      boolean failed = fixture.faults().end();
      assertThat(answered).isEqualTo(!failed);
      if (failed && failures == 0) {
        assertThat(Memory.difference(before, Memory.of(wallet))).isEmpty();
      }
      failures += failed ? 1 : 0;
      assertThat(call(name, "getbalance", "[]").asInt()).isEqualTo(3);
      List<String> after = memory(name);
      assertThat(Memory.difference(after, reopened(name))).isEmpty();
      call(name, "unloadwallet", "[]");
      if (!failed) {
        break;
      }
    }
    assertThat(failures).isGreaterThan(2);
  }

  // ---- questions to the node

  /** Lets each question of {@code operation} fail, and does it at last. */
  private void failEachQuestion(Consumer<String> operation) throws Exception {
    String name = funded();
    int n = 1;
    for (; n < TOO_MANY; n++) {
      fixture.calls().failAt(n);
      boolean answered = succeeds(name, operation);
      boolean failed = fixture.calls().end();
      assertThat(isFree(wallet(name).lock())).as("lock after question %s", n).isTrue();
      assertThat(isFree(wallet(name).sending())).as("sending after question %s", n).isTrue();
      List<String> memory = unconfirmed(memory(name));
      assertThat(Memory.difference(memory, unconfirmed(reopened(name))))
          .as("file after question %s", n)
          .isEmpty();
      if (!failed) {
        assertThat(answered).isTrue();
        break;
      }
    }
    assertThat(n).isBetween(2, TOO_MANY - 1);
  }

  private static boolean isFree(ReentrantLock lock) throws InterruptedException {
    if (lock.isHeldByCurrentThread() || !lock.tryLock(30, TimeUnit.SECONDS)) {
      return false;
    }
    lock.unlock();
    return true;
  }

  @Test
  public void aNodeThatIsGoneInTheMiddleLeavesNoLockBehind() throws Exception {
    String coin = "0.001";
    String pay = "{\"address\":\"" + elsewhere() + "\",\"amount\":" + coin + "}";
    failEachQuestion(rpc("sendtoaddress", pay));
    failEachQuestion(rpc("getbalances", "[]"));
    failEachQuestion(rpc("listtransactions", "[]"));
    failEachQuestion(rpc("listsinceblock", "[]"));
    failEachQuestion(rpc("listunspent", "[0]"));
    failEachQuestion(rpc("rescanblockchain", "[0]"));
    failEachQuestion(rpc("importdescriptors", "[[" + IMPORT + "]]"));
  }

  @Test
  public void aReplacementWhoseNodeIsGoneIsNotHalfMade() throws Exception {
    failEachQuestion(
        name -> {
          fixture.chain().mine(1, ELSEWHERE);
          String pay = "{\"address\":\"" + elsewhere() + "\",\"amount\":0.001}";
          String txid = call(name, "sendtoaddress", pay).asText();
          call(name, "bumpfee", "[\"" + txid + "\"]");
        });
  }
}
