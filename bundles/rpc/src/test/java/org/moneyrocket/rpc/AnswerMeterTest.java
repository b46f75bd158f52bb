// SPDX-License-Identifier: MIT
package org.moneyrocket.rpc;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.Optional;
import org.junit.Test;
import org.moneyrocket.interfaces.rpc.RpcReply;
import org.moneyrocket.interfaces.rpc.RpcRequest;
import org.moneyrocket.settings.Program;
import org.moneyrocket.settings.Settings;
import org.moneyrocket.settings.memory.MemoryBudget;

public class AnswerMeterTest {
  private static final Settings SETTINGS = Settings.of(Program.NODE, "-regtest");

  private final MemoryBudget.Account memory = new MemoryBudget(10 << 20).open("test", 0, 1);
  private final RpcTable table =
      new RpcTable(SETTINGS, List.of(new Many(false), new Many(true)), List::of, memory);

  /** Answers with a number of texts. */
  private record Many(boolean inPieces) implements RpcMethod {
    @Override
    public MethodSpec spec() {
      return MethodSpec.method(inPieces ? "pieces" : "whole", "hidden")
          .params(
              Param.number("count", "").optional(), Param.text("any", "").optional().unchecked())
          .results(Result.any("", ""));
    }

    @Override
    public JsonNode run(RpcCall call) {
      ArrayNode all = Json.array();
      for (int i = 0; i < call.int32("count"); i++) {
        all.add("text " + i);
      }
      return all;
    }

    @Override
    public RpcAnswer answer(RpcCall call) {
      if (!inPieces) {
        return RpcAnswer.of(run(call));
      }
      int count = call.int32("count");
      return out -> {
        out.startObject().startList("all");
        for (int i = 0; i < count; i++) {
          out.item(Json.text("text " + i));
        }
        out.endList().endObject();
      };
    }
  }

  @Test
  public void aSmallCallIsAnsweredHoweverShortMemoryIs() {
    assertThat(memory.tryTake(9 << 20)).isTrue();
    assertThat(call("whole", "[1000]").result()).isPresent();
  }

  @Test
  public void anAnswerThatIsTooLargeFailsAlone() {
    RpcReply reply = call("whole", "[1000000]");

    assertThat(reply.failure().orElseThrow().code()).isEqualTo(-7);
    assertThat(memory.takenBytes()).isZero();
    assertThat(call("whole", "[50000]").result()).isPresent();
  }

  @Test
  public void argumentsAreCountedToo() {
    String deep = "[0," + "[[],[],[],[]],".repeat(100_000) + "1]";

    assertThat(call("whole", deep).failure().orElseThrow().code()).isEqualTo(-7);
    assertThat(memory.takenBytes()).isZero();
  }

  @Test
  public void anAnswerInPiecesNeedsNoMoreThanOnePiece() throws Exception {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    assertThat(memory.tryTake(9 << 20)).isTrue();

    assertThat(table.answer(request("pieces", "[1000000]"), () -> out)).isEmpty();

    assertThat(out.toString(java.nio.charset.StandardCharsets.US_ASCII))
        .startsWith("{\"all\":[\"text 0\",")
        .endsWith(",\"text 999999\"]}");
  }

  private RpcReply call(String method, String params) {
    return table.execute(request(method, params));
  }

  private static RpcRequest request(String method, String params) {
    return RpcRequest.of(method, params, Optional.empty(), "", "");
  }
}
