// SPDX-License-Identifier: MIT
package org.moneyrocket.rpc;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import org.junit.Test;
import org.moneyrocket.rpc.JsonScanner.Token;
import org.moneyrocket.settings.json.JsonParseException;
import org.moneyrocket.settings.json.JsonParser;
import org.moneyrocket.testkit.AllocationCheck;

public class JsonScannerTest {
  private static final List<String> PIECES =
      List.of(
          "{",
          "}",
          "[",
          "]",
          ",",
          ":",
          "\"a\"",
          "\"\"",
          "1",
          "-0.5e+3",
          "true",
          "false",
          "null",
          " ",
          "\n",
          "\"\\u00e9\\n\"",
          "01",
          "1.",
          "\"é\"",
          "\t",
          "tru",
          "\"\\x\"",
          "\"b\":",
          "[1]");

  @Test
  public void readsWhatTheOtherReaderReadsAndRefusesWhatItRefuses() {
    long seed = System.nanoTime();
    System.out.println("JsonScannerTest: seed " + seed);
    Random random = new Random(seed);
    int read = 0;
    for (int i = 0; i < 200_000; i++) {
      StringBuilder text = new StringBuilder();
      for (int n = 1 + random.nextInt(9); n > 0; n--) {
        text.append(PIECES.get(random.nextInt(PIECES.size())));
      }
      boolean accepted = accepts(text.toString());
      assertThat(accepted).as("seed %s: %s", seed, text).isEqualTo(otherAccepts(text.toString()));
      read += accepted ? 1 : 0;
    }
    assertThat(read).isGreaterThan(1000);
  }

  private static boolean accepts(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    try {
      JsonScanner.check(bytes, bytes.length);
      return true;
    } catch (JsonSyntaxException e) {
      return false;
    }
  }

  private static boolean otherAccepts(String text) {
    try {
      JsonParser.parse(text);
      return true;
    } catch (JsonParseException e) {
      return false;
    }
  }

  @Test
  public void tellsWhereTokensLieAndWhatTheyMean() throws JsonSyntaxException {
    byte[] text = " {\"a\\u0062\" : [1, \"\\ud834\\udd1e\\t\"]} ".getBytes(StandardCharsets.UTF_8);
    JsonScanner scanner = new JsonScanner(text);
    assertThat(scanner.next()).isEqualTo(Token.START_OBJECT);
    assertThat(scanner.next()).isEqualTo(Token.NAME);
    assertThat(scanner.text()).isEqualTo("ab");
    assertThat(scanner.is("ab")).isTrue();
    assertThat(scanner.next()).isEqualTo(Token.START_LIST);
    assertThat(scanner.next()).isEqualTo(Token.NUMBER);
    assertThat(scanner.raw()).isEqualTo("1");
    assertThat(scanner.next()).isEqualTo(Token.TEXT);
    assertThat(scanner.text()).isEqualTo("\ud834\udd1e\t");
    assertThat(scanner.utf8()).isEqualTo("\ud834\udd1e\t".getBytes(StandardCharsets.UTF_8));
    assertThat(scanner.next()).isEqualTo(Token.END_LIST);
    assertThat(scanner.next()).isEqualTo(Token.END_OBJECT);
    assertThat(scanner.next()).isEqualTo(Token.END);
  }

  @Test
  public void whatIsNotUtf8IsRefused() {
    for (byte[] wrong :
        List.of(
            new byte[] {'"', (byte) 0xc0, (byte) 0x80, '"'},
            new byte[] {'"', (byte) 0xed, (byte) 0xa0, (byte) 0x80, '"'},
            new byte[] {'"', (byte) 0xf5, (byte) 0x80, (byte) 0x80, (byte) 0x80, '"'},
            new byte[] {'"', (byte) 0xe2, (byte) 0x82, '"'},
            new byte[] {'"', (byte) 0xff, '"'},
            new byte[] {'"', 0, '"'},
            new byte[] {(byte) 0xef, (byte) 0xbb, (byte) 0xbf, '1'})) {
      assertThat(wrong)
          .satisfies(
              bytes ->
                  org.assertj.core.api.Assertions.assertThatThrownBy(
                          () -> JsonScanner.check(bytes, bytes.length))
                      .isInstanceOf(JsonSyntaxException.class));
    }
  }

  @Test
  public void checkingATextCostsNoMemory() {
    String text = "[" + "[1,\"\\u0041\",{\"a\":null}],".repeat(40_000) + "1]";
    byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
    AllocationCheck.hold(
        "a long list", bytes.length, 0, 1 << 14, () -> JsonScanner.check(bytes, bytes.length));
  }

  @Test
  public void namesThatCollideCostNoMoreThanOthers() {
    StringBuilder text = new StringBuilder("{");
    for (int i = 0; i < 1 << 16; i++) {
      text.append(i == 0 ? "\"" : ",\"");
      for (int bit = 0; bit < 16; bit++) {
        text.append((i >> bit & 1) == 0 ? "Aa" : "BB"); // the same hash code
      }
      text.append("\":1");
    }
    byte[] bytes = text.append('}').toString().getBytes(StandardCharsets.US_ASCII);
    assertThat(Json.parse(bytes).size()).isEqualTo(1 << 16);
    AllocationCheck.hold("colliding names", bytes.length, 16, 1 << 20, () -> Json.parse(bytes));
  }
}
