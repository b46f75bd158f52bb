// SPDX-License-Identifier: MIT
package org.moneyrocket.shell.component;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.Test;
import org.moneyrocket.interfaces.rpc.RpcMethodInfo;
import org.moneyrocket.interfaces.rpc.RpcModule;
import org.moneyrocket.interfaces.rpc.RpcReply;
import org.moneyrocket.interfaces.rpc.RpcRequest;
import org.moneyrocket.settings.json.JsonParseException;

public class RpcCommandsTest {
  private final List<String> params = new ArrayList<>();
  private final RpcCommands commands = new RpcCommands();

  /** Answers two methods, and keeps what it was asked. */
  private final class Module implements RpcModule {
    @Override
    public List<RpcMethodInfo> methods() {
      return List.of(method("getnewaddress"), method("getblockhash"));
    }

    private RpcMethodInfo method(String name) {
      return new RpcMethodInfo(name, "", false, List.of(), name, name);
    }

    @Override
    public List<String> walletNames() {
      return List.of();
    }

    @Override
    public RpcReply execute(RpcRequest request) {
      params.add(new String(request.params().toArray(), java.nio.charset.StandardCharsets.UTF_8));
      return RpcReply.ok("\"done\"");
    }
  }

  @Test
  public void whatAMethodTakesAsTextStaysText() throws Exception {
    commands.addModule(new Module());

    assertThat(commands.call("getnewaddress", "2026")).isEqualTo("done");
    commands.call("getnewaddress", 2026L, "legacy");
    commands.call("getblockhash", "7");

    assertThat(params).containsExactly("[\"2026\"]", "[\"2026\",\"legacy\"]", "[7]");
    assertThatThrownBy(() -> commands.call("getblockhash", "seven"))
        .isInstanceOf(JsonParseException.class)
        .hasMessage("Error parsing JSON: seven");
  }
}
