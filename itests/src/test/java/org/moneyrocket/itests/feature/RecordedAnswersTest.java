// SPDX-License-Identifier: MIT
package org.moneyrocket.itests.feature;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.Test;
import org.moneyrocket.itests.harness.RpcClient;
import org.moneyrocket.itests.harness.TestNode;
import org.moneyrocket.itests.harness.Wiring;
import org.moneyrocket.testkit.vectors.Vectors;

/** What Bitcoin Core answered to thousands of blocks and calls is what this node answers. */
public class RecordedAnswersTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final JsonFactory TOKENS = new JsonFactory();
  private static final int METHOD_NOT_FOUND = -32601;

  /**
   * Methods that the recorded node has and this one not yet; the day it has one, it leaves here.
   */
  private static final Set<String> MISSING_METHODS =
      Set.of("getzmqnotifications", "abortprivatebroadcast", "getprivatebroadcastinfo");

  /**
   * Fields that rightly differ: the recorded node warns that it is a test build, and its default
   * cache depends on the memory of its machine.
   */
  private static final Set<String> DIFFERENT_FIELDS = Set.of("warnings", "coins_tip_cache_bytes");

  @Test
  public void everyBlockIsJudgedAsRecorded() throws Exception {
    List<String> lines = Vectors.gzipLines("recorded/blocks-recorded.jsonl.gz");
    String mockTime = JSON.readTree(lines.get(0)).path("mocktime").asText();
    List<String> different = new ArrayList<>();
    try (TestNode node = TestNode.prepare(Wiring.ONE, "-connect=0", "-listen=0")) {
      node.start("-mocktime=" + mockTime);
      node.awaitRpc();
      RpcClient rpc = node.rpc();
      for (int i = 1; i < lines.size(); i++) {
        JsonNode row = JSON.readTree(lines.get(i));

        String answer = rpc.call("submitblock", row.path("block").asText()).asText();
        String tip = rpc.call("getbestblockhash").asText();

        String expected = row.path("answer").asText() + " " + row.path("tip").asText();
        if (!expected.equals(answer + " " + tip)) {
          different.add("block " + i + ": " + answer + " " + tip + ", recorded: " + expected);
        }
      }
    }
    assertThat(different).isEmpty();
    assertThat(lines).hasSize(1 + 3986);
  }

  @Test
  public void everyCallIsAnsweredAsRecorded() throws Exception {
    List<String> lines = Vectors.gzipLines("recorded/rpc-recorded.jsonl.gz");
    JsonNode head = JSON.readTree(lines.get(0));
    List<String> options = new ArrayList<>();
    head.path("arguments").forEach(argument -> options.add(argument.asText()));
    Set<String> masked = new HashSet<>(DIFFERENT_FIELDS);
    head.path("masked").forEach(field -> masked.add(field.asText()));
    List<String> different = new ArrayList<>();
    try (TestNode node = TestNode.prepare(Wiring.ONE)) {
      node.start(options.toArray(new String[0]));
      node.awaitRpc();
      RpcClient rpc = node.rpc();
      for (int i = 1; i < lines.size(); i++) {
        String row = lines.get(i);
        JsonNode read = JSON.readTree(row);
        String path =
            read.path("wallet").isNull() ? "/" : "/wallet/" + read.path("wallet").asText();
        String method = read.path("method").asText();

        String answer = rpc.post(path, request(row, method));

        if (MISSING_METHODS.contains(method)) {
          assertThat(JSON.readTree(answer).at("/error/code").asInt()).isEqualTo(METHOD_NOT_FOUND);
        } else if (!read.has("any") && !same(read, row, answer, masked)) {
          different.add("call " + i + ": " + row + "\n  " + answer);
        }
      }
    }
    assertThat(different).isEmpty();
    assertThat(lines).hasSize(1 + 5257);
  }

  /** The recorded parameters go out as they were written: 1.0 is not 1. */
  private static String request(String row, String method) throws IOException {
    return "{\"id\":1,\"method\":\"" + method + "\",\"params\":" + member(row, "params") + "}";
  }

  private static boolean same(JsonNode recorded, String row, String answer, Set<String> masked)
      throws IOException {
    JsonNode error = JSON.readTree(answer).path("error");
    if (!recorded.has("error")) {
      return error.isNull()
          && canonical(member(row, "result"), masked)
              .equals(canonical(member(answer, "result"), masked));
    }
    JsonNode expected = recorded.path("error");
    return error.path("code").equals(expected.path("code"))
        && (expected.has("usage") || error.path("message").equals(expected.path("message")));
  }

  /** Returns the text of a member of an object, as it is written. */
  private static String member(String object, String name) throws IOException {
    try (JsonParser parser = TOKENS.createParser(object)) {
      parser.nextToken();
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        String field = parser.currentName();
        parser.nextToken();
        int begin = (int) parser.currentTokenLocation().getCharOffset();
        parser.skipChildren();
        // Reading past a number or a string needs its end.
        parser.finishToken();
        int end = (int) parser.currentLocation().getCharOffset();
        if (field.equals(name)) {
          return object.substring(begin, end).strip();
        }
      }
    }
    throw new AssertionError("no member " + name + " in " + object);
  }

  /**
   * Returns the tokens of a value in their order, numbers as written, masked fields without value.
   */
  private static String canonical(String value, Set<String> masked) throws IOException {
    StringBuilder out = new StringBuilder();
    try (JsonParser parser = TOKENS.createParser(value)) {
      for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
        String name = token == JsonToken.FIELD_NAME ? parser.currentName() : "";
        out.append(token).append(' ').append(parser.getText()).append('\n');
        if (masked.contains(name)) {
          parser.nextToken();
          parser.skipChildren();
        }
      }
    }
    return out.toString();
  }
}
