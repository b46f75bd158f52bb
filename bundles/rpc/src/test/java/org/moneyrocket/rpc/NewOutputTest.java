// SPDX-License-Identifier: MIT
package org.moneyrocket.rpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.List;
import java.util.Optional;
import org.junit.Test;
import org.moneyrocket.primitives.Bytes;

public class NewOutputTest {
  /** Addresses are the letters A to C in either case; data is kept as it is. */
  private static final NewOutput.Scripts SCRIPTS =
      new NewOutput.Scripts() {
        @Override
        public Optional<Bytes> ofAddress(String address) {
          return address.matches("[A-Ca-c]")
              ? Optional.of(Bytes.of(new byte[] {(byte) Character.toUpperCase(address.charAt(0))}))
              : Optional.empty();
        }

        @Override
        public Bytes ofData(Bytes data) {
          return data;
        }
      };

  private static List<NewOutput> read(String text) {
    return NewOutput.read(Json.parse(text), SCRIPTS);
  }

  private static String refusal(String text) {
    RpcException refused = catchThrowableOfType(RpcException.class, () -> read(text));
    return refused.code() + " " + refused.getMessage();
  }

  @Test
  public void readsObjectsAndListsInTheOrderOfTheText() {
    List<NewOutput> fromObject = read("{\"B\":1,\"data\":\"00ff\",\"A\":\"0.5\"}");
    List<NewOutput> fromList = read("[{\"B\":1},{\"data\":\"00ff\"},{\"A\":0.5}]");

    assertThat(fromObject)
        .isEqualTo(fromList)
        .extracting(NewOutput::name)
        .containsExactly("B", "data", "A");
    assertThat(fromObject)
        .extracting(NewOutput::sats)
        .containsExactly(100_000_000L, 0L, 50_000_000L);
    assertThat(read("{\"data\":10}").get(0).script().toHex()).isEqualTo("10");
  }

  @Test
  public void anAddressThatComesTwiceIsRefused() {
    for (String twice :
        List.of(
            "{\"A\":1,\"A\":2}",
            "{\"A\":1,\"A\":\"nothing\"}",
            "{\"A\":1,\"B\":1,\"A\":1}",
            "[{\"A\":1},{\"A\":2}]")) {
      assertThat(refusal(twice)).isEqualTo("-8 Invalid parameter, duplicated address: A");
    }
    assertThat(refusal("{\"A\":1,\"a\":1}"))
        .isEqualTo("-8 Invalid parameter, duplicated address: a");
    assertThat(refusal("{\"data\":\"00\",\"data\":\"01\"}"))
        .isEqualTo("-8 Invalid parameter, duplicate key: data");
    assertThat(refusal("[{\"A\":1,\"A\":1}]"))
        .isEqualTo("-8 Invalid parameter, key-value pair must contain exactly one key");
    assertThat(refusal("{\"A\":1,\"X\":1,\"A\":1}")).isEqualTo("-5 Invalid Bitcoin address: X");
  }

  @Test
  public void whatIsNoOutputIsRefused() {
    assertThat(refusal("null")).isEqualTo("-8 Invalid parameter, output argument must be non-null");
    assertThat(refusal("5")).startsWith("-3 JSON value of type number");
    assertThat(refusal("[5]"))
        .isEqualTo("-8 Invalid parameter, key-value pair not an object as expected");
    assertThat(refusal("{\"A\":-1}")).startsWith("-3 ");
    assertThat(refusal("{\"data\":true}")).startsWith("-8 Data must be hexadecimal string");
    assertThat(refusal("{\"data\":null}")).startsWith("-8 Data must be hexadecimal string");
    assertThat(refusal("{\"data\":{}}")).startsWith("-8 Data must be hexadecimal string");
  }
}
