// SPDX-License-Identifier: MIT
package org.moneyrocket.settings.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.Test;

public class JsonTest {
  @Test
  public void numbersKeepTheirTextAndMembersTheirOrder() throws JsonParseException {
    String text = "{\"b\":1.10000000,\"a\":9007199254740993,\"b\":-0e5,\"c\":[true,false,null]}";
    assertThat(JsonParser.parse(text).toJson()).isEqualTo(text);
  }

  @Test
  public void printsLikeCore() throws JsonParseException {
    JsonValue value = JsonParser.parse("{\"a\": [], \"b\": {}, \"c\": [1, {\"d\": \"x\"}]}");
    assertThat(JsonWriter.pretty(value, 2))
        .isEqualTo(
            """
            {
              "a": [
              ],
              "b": {
              },
              "c": [
                1,
                {
                  "d": "x"
                }
              ]
            }\
            """);
  }

  @Test
  public void escapesComeBack() throws JsonParseException {
    JsonValue value = JsonParser.parse("\"\\u0001\\n\\\"\\\\\\/\\u007f\\ud83d\\ude00é\"");
    assertThat(value).isEqualTo(JsonValue.of("\u0001\n\"\\/\u007f\ud83d\ude00é"));
    assertThat(value.toJson()).isEqualTo("\"\\u0001\\n\\\"\\\\/\\u007f\ud83d\ude00é\"");
  }

  @Test
  public void refusesWhatIsNotJson() {
    String[] wrong = {
      "",
      "{",
      "[1,]",
      "{\"a\":}",
      "{a:1}",
      "01",
      "1.",
      "+1",
      "\"a",
      "\"\t\"",
      "\"\\x\"",
      "nul",
      "[1]]",
      "1 2",
      "-",
      "{\"a\" 1}",
      "\"\\u12\"",
      "'a'"
    };
    for (String text : wrong) {
      assertThatThrownBy(() -> JsonParser.parse(text))
          .as(text)
          .isInstanceOf(JsonParseException.class);
    }
    assertThatThrownBy(() -> JsonParser.parse("[".repeat(600) + "]".repeat(600)))
        .isInstanceOf(JsonParseException.class)
        .hasMessageContaining("nested too deeply");
  }
}
