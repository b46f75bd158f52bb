// SPDX-License-Identifier: MIT
package org.moneyrocket.wallet.rpc;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.moneyrocket.interfaces.rpc.RpcReply;
import org.moneyrocket.interfaces.rpc.RpcRequest;
import org.moneyrocket.rpc.Json;
import org.moneyrocket.rpc.RpcTable;
import org.moneyrocket.settings.Program;
import org.moneyrocket.settings.Settings;
import org.moneyrocket.wallet.LoadProblems;
import org.moneyrocket.wallet.WalletFixture;
import org.moneyrocket.wallet.store.LoadVerdict;

/** Whoever has a wallet of an old program is told which program can migrate it: not this one. */
public class LegacyWalletTest {
  private static final String WHO = "Bitcoin Core 24.0 or newer";

  @Rule public final WalletFixture fixture = new WalletFixture();

  private RpcTable table;

  @Before
  public void makeLegacyWallet() throws IOException {
    Settings settings = Settings.of(Program.NODE, "-regtest");
    table = new RpcTable(settings, WalletMethods.all(fixture.wallets()), fixture.wallets()::names);
    write(Files.createDirectories(fixture.wallets().files().root().resolve("old")));
  }

  private static Path write(Path directory) throws IOException {
    byte[] file = new byte[4096];
    ByteBuffer.wrap(file).putInt(12, 0x00053162);
    return Files.write(directory.resolve("wallet.dat"), file);
  }

  private String failure(String method, String params) {
    RpcReply reply = table.execute(RpcRequest.of(method, params, Optional.empty(), "user", "test"));
    return reply.failure().orElseThrow().message();
  }

  @Test
  public void everyAnswerNamesAProgramThatCan() throws IOException {
    Path backup = write(fixture.directory());
    for (String message :
        List.of(
            failure("loadwallet", "[\"old\"]"),
            failure("migratewallet", "[\"old\"]"),
            failure("restorewallet", "[\"new\",\"" + backup + "\"]"),
            LoadProblems.failure(LoadVerdict.LEGACY, "wallet.dat").orElseThrow())) {
      assertThat(message).contains("migratewallet", WHO);
    }
    assertThat(failure("loadwallet", "[\"old\"]"))
        .contains("please use the wallet migration tool (migratewallet RPC or the GUI option)");
  }

  @Test
  public void theListSaysSoToo() {
    JsonNode list =
        Json.parse(
            table
                .execute(RpcRequest.of("listwalletdir", "[]", Optional.empty(), "user", "test"))
                .result()
                .orElseThrow());
    assertThat(list.get("wallets")).hasSize(1);
    assertThat(list.get("wallets").get(0).get("warnings").get(0).asText()).contains(WHO);
  }
}
