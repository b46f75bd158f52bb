// SPDX-License-Identifier: MIT
package org.moneyrocket.rpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.Test;
import org.moneyrocket.interfaces.Secret;
import org.moneyrocket.interfaces.rpc.RpcReply;
import org.moneyrocket.interfaces.rpc.RpcRequest;
import org.moneyrocket.settings.Program;
import org.moneyrocket.settings.Settings;

public class SecretArgumentsTest {
  private static final Settings SETTINGS = Settings.of(Program.NODE, "-regtest");

  private final List<String> seen = new ArrayList<>();
  private final List<JsonNode> nodes = new ArrayList<>();
  private final List<Secret> taken = new ArrayList<>();
  private final RpcTable table = new RpcTable(SETTINGS, List.of(new Unlock()));

  private final class Unlock implements RpcMethod {
    @Override
    public MethodSpec spec() {
      return MethodSpec.method("unlock", "wallet")
          .params(Param.text("passphrase", "").secret(), Param.number("timeout", "").byDefault(1))
          .results(Result.any("", ""));
    }

    @Override
    public JsonNode run(RpcCall call) {
      nodes.add(call.json("passphrase"));
      try (Secret secret = call.secret("passphrase")) {
        taken.add(secret);
        seen.add(new String(secret.toArray(), StandardCharsets.UTF_8));
      }
      return Json.none();
    }
  }

  @Test
  public void aPassphraseReachesTheMethodInWhateverWayItIsGiven() {
    for (String params :
        List.of(
            "[\"l\u00f6sung\\n\", 5]",
            "{\"passphrase\":\"l\\u00f6sung\\n\"}",
            "{\"args\":[\"l\\u00f6sung\\u000a\"],\"timeout\":3}")) {
      assertThat(call(params).failure()).as(params).isEmpty();
    }
    assertThat(seen).containsOnly("l\u00f6sung\n").hasSize(3);
  }

  @Test
  public void afterTheCallNothingOfItIsLeft() {
    byte[] params = "[\"open sesame\"]".getBytes(StandardCharsets.US_ASCII);

    table.execute(new RpcRequest("unlock", Secret.wrap(params), Optional.empty(), "", ""));

    assertThat(params).containsOnly(0);
    assertThat(taken.getFirst().toArray()).hasSize(11).containsOnly(0);
  }

  @Test
  public void itIsNeverShownAndNeverAText() {
    call("[\"open sesame\"]");
    JsonNode node = nodes.getFirst();

    assertThat(node.toString() + node.asText() + Json.write(node)).doesNotContain("sesame");
    assertThatThrownBy(() -> RpcValues.text(node)).isInstanceOf(IllegalStateException.class);
  }

  @Test
  public void otherTypesAreRefusedAsBefore() {
    assertThat(call("[5]").failure().orElseThrow().code()).isEqualTo(-3);
    assertThat(call("[\"a\",1,2]").failure().orElseThrow().code()).isEqualTo(-1);
    assertThat(call("5").failure().orElseThrow().code()).isEqualTo(-32600);
  }

  private RpcReply call(String params) {
    return table.execute(RpcRequest.of("unlock", params, Optional.empty(), "", ""));
  }
}
