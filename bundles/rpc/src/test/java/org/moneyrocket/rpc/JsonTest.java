// SPDX-License-Identifier: MIT
package org.moneyrocket.rpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.Test;

public class JsonTest {
  @Test
  public void numbersWithLargeExponentsStayShort() {
    for (String text : List.of("1e22221", "[1e-22221]", "222222e2221", "{\"a\":1e99999}")) {
      JsonNode node = Json.parse(text);
      String written = Json.write(node);
      assertThat(written.length()).isLessThan(40);
      assertThat(Json.parse(written)).isEqualTo(node);
    }
  }

  @Test
  public void amountsAreWrittenInFull() {
    assertThat(Json.write(Json.amount(1))).isEqualTo("0.00000001");
    assertThat(Json.write(Json.amount(0))).isEqualTo("0.00000000");
    assertThat(Json.write(Json.parse("[1e3,0.0000001,1E8]")))
        .isEqualTo("[1000,0.0000001,100000000]");
  }

  @Test
  public void hugeNumbersAreNoAmounts() {
    for (String text : List.of("1e2147483647", "1e-2147483647", "1e999999999", "-1e22221")) {
      JsonNode node;
      try {
        node = Json.parse(text);
      } catch (RpcException e) {
        continue;
      }
      assertThatThrownBy(() -> RpcValues.satoshis(node))
          .as(text)
          .isInstanceOf(RpcException.class)
          .hasMessage("Invalid amount");
      assertThatThrownBy(() -> RpcValues.integer(node))
          .as(text)
          .isInstanceOf(RpcException.class)
          .hasMessage("JSON integer out of range");
      assertThat(Json.write(node).length()).isLessThan(40);
    }
  }

  @Test
  public void numbersBeyondAllMeasureAreOutOfRangeAndWrittenAsTheyWereRead() {
    for (String text :
        List.of(
            "9e-123333333333333333",
            "1e22555555555555",
            "9".repeat(1_000_000),
            "-" + "1".repeat(1_000_000) + ".5",
            "1." + "7".repeat(1_000_000) + "e-9")) {
      JsonNode node = Json.parse(text);
      assertThat(node.isNumber()).isTrue();
      assertThatThrownBy(() -> RpcValues.integer(node))
          .isInstanceOf(RpcException.class)
          .hasMessage("JSON integer out of range");
      assertThatThrownBy(() -> RpcValues.satoshis(node))
          .isInstanceOf(RpcException.class)
          .hasMessage("Invalid amount");
      assertThat(Json.write(node)).isEqualTo(text);
    }
    assertThatThrownBy(() -> RpcValues.real(Json.parse("9".repeat(1_000_000))))
        .isInstanceOf(RpcException.class)
        .hasMessage("JSON double out of range");
  }

  @Test
  public void suchNumbersCanBeNamedArguments() {
    MethodSpec spec =
        MethodSpec.method("m", "c").describe("d").params(Param.number("a", "").optional());
    byte[] params = "{\"a\":9e-123333333333333333}".getBytes(StandardCharsets.US_ASCII);
    assertThat(new Arguments(spec).read(params, new MethodHelp(spec, "cli")).values()).hasSize(1);
  }

  @Test
  public void depthIsLimitedAndLengthIsNot() {
    assertThat(Json.parse("[".repeat(512) + "]".repeat(512)).isArray()).isTrue();
    assertThatThrownBy(() -> Json.parse("[".repeat(513) + "]".repeat(513)))
        .hasMessage("Parse error");
    String name = "n".repeat(1_000_000);
    assertThat(Json.parse("{\"" + name + "\":1}").get(name).intValue()).isEqualTo(1);
  }

  @Test
  public void theFirstOfRepeatedMembersCountsAndAllAreKept() {
    String text = "{\"a\":1,\"b\":{\"c\":[1],\"c\":{\"d\":2}},\"a\":null,\"e\":5,\"a\":3}";

    JsonNode read = Json.parse(text);

    assertThat(read.get("a").intValue()).isEqualTo(1);
    assertThat(read.get("b").get("c").get(0).intValue()).isEqualTo(1);
    assertThat(Json.members(read))
        .extracting(member -> member.getKey() + "=" + Json.write(member.getValue()))
        .containsExactly("a=1", "b={\"c\":[1],\"c\":{\"d\":2}}", "a=null", "e=5", "a=3");
    assertThat(Json.write(read)).isEqualTo(text);
    assertThat(Json.write(read.deepCopy())).isEqualTo(text);
  }

  @Test
  public void whatIsChangedAfterwardsIsNotWrittenAsItWasRead() {
    ObjectNode read = (ObjectNode) Json.parse("{\"a\":1,\"a\":2}");
    read.put("b", 3);
    assertThat(Json.write(read)).isEqualTo("{\"a\":1,\"b\":3}");

    read = (ObjectNode) Json.parse("{\"a\":1,\"a\":2,\"b\":3}");
    read.set("a", Json.none());
    read.remove("b");
    assertThat(Json.write(read)).isEqualTo("{\"a\":null}");
    assertThat(Json.members(read)).hasSize(1);
  }
}
