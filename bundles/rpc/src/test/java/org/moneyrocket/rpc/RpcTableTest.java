// SPDX-License-Identifier: MIT
package org.moneyrocket.rpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.junit.Test;
import org.moneyrocket.interfaces.rpc.RpcFailure;
import org.moneyrocket.interfaces.rpc.RpcMethodInfo;
import org.moneyrocket.interfaces.rpc.RpcModule;
import org.moneyrocket.interfaces.rpc.RpcReply;
import org.moneyrocket.interfaces.rpc.RpcRequest;
import org.moneyrocket.settings.Program;
import org.moneyrocket.settings.Settings;

public class RpcTableTest {
  private static final RpcMethod SEND =
      method(
          MethodSpec.method("send", "wallet")
              .describe("Sends.\nReally.")
              .params(
                  Param.text("address", "Where to"),
                  Param.amount("amount", "How much"),
                  Param.number("target|conf_target", "Blocks").byDefault(6),
                  Param.options(
                          "options",
                          "",
                          Param.flag("replaceable", "May be replaced")
                              .defaultHint("wallet default"),
                          Param.array(
                                  "inputs", "Coins", Param.object("", "", Param.hex("txid", "Id")))
                              .optional())
                      .optional()
                      .oneLine("options"),
                  Param.number("wait", "ms").optional().hidden())
              .results(
                  Result.object(
                      "",
                      "",
                      Result.hex("txid", "The id"),
                      Result.array("warnings", "What is odd", Result.text("", "one")).optional()))
              .example("\"address\" 0.1")
              .onWallet(),
          call -> {
            ObjectNode answer = Json.object();
            answer.put("txid", call.text("address"));
            answer.putArray("warnings").add(call.satoshis("amount") + " " + call.int32("target"));
            if (call.has("options")) {
              ((com.fasterxml.jackson.databind.node.ArrayNode) answer.get("warnings"))
                  .add(Json.write(call.json("options")));
            }
            return answer;
          });

  private static final RpcMethod BROKEN =
      method(
          MethodSpec.method("broken", "hidden").results(Result.number("", "")),
          call -> Json.text("no number"));

  private static final RpcMethod BUG =
      method(
          MethodSpec.method("bug", "hidden"),
          call -> {
            throw new IllegalStateException("oops");
          });

  private static final RpcMethod ECHO =
      method(
          MethodSpec.method("echo", "hidden")
              .params(
                  Param.text("a", "").optional().unchecked(),
                  Param.text("b", "").optional().unchecked(),
                  Param.text("c", "").optional().unchecked())
              .results(Result.any("", "")),
          call -> {
            var array = Json.array();
            for (String name : List.of("a", "b", "c")) {
              if (array.size() < call.count()) {
                array.add(call.json(name));
              }
            }
            return array;
          });

  private final RpcTable table =
      new RpcTable(Settings.of(Program.NODE, "-rpcdoccheck"), List.of(SEND, BROKEN, BUG, ECHO));

  @Test
  public void helpHasCoresLayout() {
    RpcMethodInfo info = table.methods().get(3);
    assertThat(info.usage()).isEqualTo("send \"address\" amount ( target options )");
    assertThat(info.walletMethod()).isTrue();
    assertThat(info.argNames())
        .containsExactly("address", "amount", "target|conf_target", "options", "wait");
    assertThat(info.help().replaceFirst("> \\S+-cli", "> cli"))
        .isEqualTo(
            """
            send "address" amount ( target options )

            Sends.
            Really.

            Arguments:
            1. address    (string, required) Where to
            2. amount     (numeric or string, required) How much
            3. target     (numeric, optional, default=6) Blocks
            4. options    (json object, optional) Options object that can be used to pass named arguments, listed below.

            Named Arguments:
            replaceable                (boolean, optional, default=wallet default) May be replaced
            inputs                     (json array, optional) Coins
                 [
                   {                   (json object, required)
                     "txid": "hex",    (string, required) Id
                   },
                   ...
                 ]

            Result:
            {                    (json object)
              "txid" : "hex",    (string) The id
              "warnings" : [     (json array, optional) What is odd
                "str",           (string) one
                ...
              ]
            }

            Examples:
            > cli send "address" 0.1
            > curl --user myusername --data-binary '{"jsonrpc": "2.0", "id": 1, "method": "send", "params": []}' -H 'content-type: application/json' http://127.0.0.1:8332/
            """);
  }

  @Test
  public void positionalArgumentsAreTaken() {
    assertThat(ok("send", "[\"a\", 0.1]"))
        .isEqualTo("{\"txid\":\"a\",\"warnings\":[\"10000000 6\"]}");
    assertThat(ok("send", "[\"a\", \"1.00000001\", 3]"))
        .isEqualTo("{\"txid\":\"a\",\"warnings\":[\"100000001 3\"]}");
    assertThat(ok("send", "[\"a\", 1, null, null]"))
        .isEqualTo("{\"txid\":\"a\",\"warnings\":[\"100000000 6\"]}");
  }

  @Test
  public void namedArgumentsAreTaken() {
    assertThat(ok("send", "{\"amount\": 1, \"address\": \"a\", \"conf_target\": 2}"))
        .isEqualTo("{\"txid\":\"a\",\"warnings\":[\"100000000 2\"]}");
    assertThat(ok("send", "{\"args\": [\"a\", 1], \"replaceable\": true}"))
        .isEqualTo(
            "{\"txid\":\"a\",\"warnings\":[\"100000000 6\",\"{\\\"replaceable\\\":true}\"]}");
    assertThat(ok("echo", "{\"b\": 1}")).isEqualTo("[null,1]");
    assertThat(ok("echo", "{\"args\": [5], \"c\": 1}")).isEqualTo("[5,null,1]");
    assertThat(ok("echo", "{\"args\": [5, 6]}")).isEqualTo("[5,6]");
  }

  @Test
  public void mistakesWithNamesAreRefused() {
    assertFailure(-8, "Unknown named parameter x", "echo", "{\"x\": 1}");
    assertFailure(-8, "Parameter a specified multiple times", "echo", "{\"a\": 1, \"a\": 2}");
    assertFailure(
        -8,
        "Parameter a specified twice both as positional and named argument",
        "echo",
        "{\"args\": [1], \"a\": 2}");
    assertFailure(
        -8,
        "Parameter options conflicts with parameter replaceable",
        "send",
        "{\"args\": [\"a\", 1], \"replaceable\": true, \"options\": {}}");
  }

  @Test
  public void wrongNumbersOfArgumentsShowTheHelp() {
    for (String params : List.of("[]", "[\"a\"]", "[\"a\",1,2,{},5,6]")) {
      RpcFailure failure = failure("send", params);
      assertThat(failure.code()).isEqualTo(-1);
      assertThat(failure.message())
          .startsWith("send \"address\" amount ( target options )\n\nSends.");
    }
  }

  @Test
  public void wrongTypesAreListed() {
    assertFailure(
        -3,
        """
        Wrong type passed:
        {
            "Position 1 (address)": "JSON value of type number is not of expected type string",
            "Position 3 (target|conf_target)": "JSON value of type string is not of expected type number"
        }\
        """,
        "send",
        "[1, 1, \"x\"]");
    assertFailure(-3, "Invalid amount", "send", "[\"a\", 0.123456789]");
    assertFailure(-3, "Invalid amount", "send", "[\"a\", \".5\"]");
    assertFailure(-3, "Invalid amount", "send", "[\"a\", \"\"]");
    assertFailure(-3, "Amount out of range", "send", "[\"a\", -1]");
    assertFailure(-3, "Amount out of range", "send", "[\"a\", 21000001]");
    assertFailure(-3, "Invalid amount", "send", "[\"a\", 1e300]");
    assertFailure(-3, "Amount is not a number or string", "send", "[\"a\", {}]");
    assertFailure(-1, "JSON integer out of range", "send", "[\"a\", 1, 1.5]");
    assertFailure(-1, "JSON integer out of range", "send", "[\"a\", 1, 9223372036854775808]");
  }

  @Test
  public void answersAreComparedWithTheirDeclaration() {
    assertFailure(
        -1,
        "Internal bug detected: RPC call \"broken\" returned incorrect type:\n"
            + "\"returned type is string, but declared as number in doc\"",
        "broken",
        "[]");
    RpcTable trusting = new RpcTable(Settings.of(Program.NODE), List.of(BROKEN));
    assertThat(trusting.execute(request("broken", "[]")).result()).contains("\"no number\"");
  }

  @Test
  public void membersOfAnswersAreCompared() {
    MethodSpec spec = SEND.spec();
    assertThat(ResultCheck.mismatch(spec, Json.parse("{\"txid\":\"00\"}"))).isEmpty();
    assertThat(
            ResultCheck.mismatch(spec, Json.parse("{\"warnings\":[\"a\",1],\"more\":1}"))
                .map(Json::write))
        .contains(
            "{\"more\":\"key returned that was not in doc\",\"txid\":\"key missing, despite not"
                + " being optional in doc\",\"warnings\":{\"1\":\"returned type is number, but"
                + " declared as string in doc\"}}");
  }

  @Test
  public void ourOwnBugsFailTheOneCall() {
    assertFailure(-1, "Internal bug detected: java.lang.IllegalStateException: oops", "bug", "[]");
    assertFailure(-32601, "Method not found", "nosuch", "[]");
  }

  @Test
  public void conversionsListEveryName() {
    assertThat(ok(RpcTable.CONVERSIONS, "[]"))
        .contains(
            "[\"send\",0,\"address\",true]",
            "[\"send\",1,\"amount\",false]",
            "[\"send\",2,\"conf_target\",false]",
            "[\"send\",3,\"options\",false],[\"send\",3,\"replaceable\",false]",
            "[\"send\",4,\"wait\",false]");
  }

  @Test
  public void schemasDescribeParametersAndAnswers() {
    JsonNode all = Json.parse(ok(RpcTable.SCHEMAS, "[true]"));
    assertThat(all).hasSize(4);
    JsonNode send = all.get(3);
    assertThat(send.at("/params/2/schema/default").intValue()).isEqualTo(6);
    assertThat(send.at("/params/2/x-bitcoin-aliases/0").textValue()).isEqualTo("conf_target");
    assertThat(send.at("/params/4/name").textValue()).isEqualTo("wait");
    assertThat(send.at("/result/schema/required/0").textValue()).isEqualTo("txid");
    JsonNode open = Json.parse(ok(RpcTable.SCHEMAS, "[false]"));
    assertThat(open).hasSize(1);
    assertThat(open.get(0).get("params")).hasSize(4);
  }

  @Test
  public void numbersAreExact() {
    assertThat(ok("echo", "[9007199254740993, 0.10000000, 18446744073709551616]"))
        .isEqualTo("[9007199254740993,0.10000000,18446744073709551616]");
    assertThat(Json.write(Json.amount(1))).isEqualTo("0.00000001");
    assertThat(Json.write(Json.amount(2_100_000_000_000_000L))).isEqualTo("21000000.00000000");
    assertThat(Json.write(Json.real(4.656542373906925e-10))).isEqualTo("4.656542373906925e-10");
    assertThat(Json.write(Json.real(0.1))).isEqualTo("0.1");
    assertThat(Json.write(Json.real(1e16))).isEqualTo("1e+16");
    assertThat(Json.write(Json.real(123456.5))).isEqualTo("123456.5");
    assertThat(Json.write(Json.real(0))).isEqualTo("0");
    assertThat(Json.write(Json.real(-2.5e-7))).isEqualTo("-2.5e-07");
  }

  @Test
  public void hashesAndBytesAreChecked() {
    String hash = "00".repeat(31) + "ff";
    assertThat(RpcValues.blockHash(Json.text(hash), "h").toString()).isEqualTo(hash);
    assertThatThrownBy(() -> RpcValues.txid(Json.text("ab"), "txid"))
        .hasMessage("txid must be of length 64 (not 2, for 'ab')");
    assertThatThrownBy(() -> RpcValues.txid(Json.text("é"), "txid"))
        .hasMessage("txid must be of length 64 (not 2, for 'é')");
    assertThatThrownBy(() -> RpcValues.txid(Json.text("g".repeat(64)), "txid"))
        .hasMessage("txid must be hexadecimal string (not '" + "g".repeat(64) + "')");
    assertThatThrownBy(() -> RpcValues.bytes(Json.text("abc"), "x"))
        .hasMessage("x must be hexadecimal string (not 'abc')");
    assertThatThrownBy(() -> RpcValues.bytes(Json.number(1), "x"))
        .hasMessage("x must be hexadecimal string (not '')");
  }

  @Test
  public void aNameCannotBeDeclaredTwice() {
    assertThatThrownBy(
            () -> MethodSpec.method("m", "x").params(Param.text("a|b", ""), Param.number("b", "")))
        .isInstanceOf(IllegalStateException.class);
  }

  private String ok(String method, String params) {
    RpcReply reply = table.execute(request(method, params));
    assertThat(reply.failure()).isEmpty();
    return reply.result().orElseThrow();
  }

  private RpcFailure failure(String method, String params) {
    return table.execute(request(method, params)).failure().orElseThrow();
  }

  private void assertFailure(int code, String message, String method, String params) {
    RpcFailure failure = failure(method, params);
    assertThat(failure.message()).isEqualTo(message);
    assertThat(failure.code()).isEqualTo(code);
  }

  private static RpcRequest request(String method, String params) {
    return RpcRequest.of(method, params, Optional.empty(), "user", "peer");
  }

  private static RpcMethod method(MethodSpec spec, Function<RpcCall, JsonNode> body) {
    return new RpcMethod() {
      @Override
      public MethodSpec spec() {
        return spec;
      }

      @Override
      public JsonNode run(RpcCall call) {
        return body.apply(call);
      }
    };
  }

  @Test
  public void saysItselfThatItIsAModuleOrItWouldNotReachOtherProcesses() {
    assertThat(RpcTable.class.getInterfaces()).contains(RpcModule.class);
  }
}
