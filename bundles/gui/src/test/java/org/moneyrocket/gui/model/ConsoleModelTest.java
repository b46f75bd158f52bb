// SPDX-License-Identifier: MIT
package org.moneyrocket.gui.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import javax.swing.SwingUtilities;
import org.junit.Test;
import org.moneyrocket.interfaces.rpc.RpcMethodInfo;
import org.moneyrocket.interfaces.rpc.RpcModule;
import org.moneyrocket.interfaces.rpc.RpcReply;
import org.moneyrocket.interfaces.rpc.RpcRequest;

public class ConsoleModelTest {
  /** Answers with the parameters it got. */
  private static final class Module implements RpcModule {
    @Override
    public List<RpcMethodInfo> methods() {
      return List.of(method("getnewaddress"), method("getblockhash"));
    }

    private static RpcMethodInfo method(String name) {
      return new RpcMethodInfo(name, "", false, List.of(), name, name);
    }

    @Override
    public List<String> walletNames() {
      return List.of();
    }

    @Override
    public RpcReply execute(RpcRequest request) {
      return RpcReply.ok(
          new String(request.params().toArray(), java.nio.charset.StandardCharsets.UTF_8));
    }
  }

  @Test
  public void whatAMethodTakesAsTextStaysText() throws Exception {
    try (Background background = new Background()) {
      ConsoleModel console = new ConsoleModel(background);
      console.attach(new Module());

      assertThat(run(console, "getnewaddress 2026").text().replaceAll("\\s", ""))
          .isEqualTo("[\"2026\"]");
      assertThat(run(console, "getblockhash 7").text().replaceAll("\\s", "")).isEqualTo("[7]");
      assertThat(run(console, "getblockhash seven"))
          .isEqualTo(new ConsoleModel.Answer("Error parsing JSON: seven", true));
    }
  }

  private static ConsoleModel.Answer run(ConsoleModel console, String line) throws Exception {
    BlockingQueue<ConsoleModel.Answer> answers = new LinkedBlockingQueue<>();
    SwingUtilities.invokeAndWait(() -> console.run(line, Optional.empty(), answers::add));
    ConsoleModel.Answer answer = answers.poll(30, TimeUnit.SECONDS);
    assertThat(answer).as(line).isNotNull();
    return answer;
  }
}
