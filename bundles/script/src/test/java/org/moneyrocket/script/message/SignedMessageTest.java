// SPDX-License-Identifier: MIT
package org.moneyrocket.script.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.moneyrocket.script.message.SignedMessage.Verdict.*;

import org.junit.Test;
import org.moneyrocket.consensus.params.Chain;
import org.moneyrocket.consensus.params.ChainParameters;
import org.moneyrocket.script.address.ChainFormat;
import org.moneyrocket.script.key.SecretKey;

public class SignedMessageTest {
  private static final ChainFormat REGTEST =
      new ChainFormat(ChainParameters.of(Chain.REGTEST).keys());
  private static final String MESSAGE = "This is just a test message";
  private static final String ADDRESS = "mpLQjfK79b7CCV4VMJWEWAj5Mpx8Up5zxB";
  private static final String SIGNATURE =
      "INbVnW4e6PeRmsv2Qgu8NuopvrVjkcxob+sX8OcZG0SALhWybUjzMLPdAsXI46YZGb0KQTRii+wWIQzRpG/U+S0=";

  @Test
  public void signingGivesThePublishedSignature() {
    SecretKey key =
        REGTEST.decodeSecret("cUeKHd5orzT3mz8P9pxyREHfsWtVfgsfDjiZZBcjUBAaGk1BTj7N").orElseThrow();

    assertThat(SignedMessage.sign(key, MESSAGE)).isEqualTo(SIGNATURE);
  }

  @Test
  public void verifyingTellsWhatIsWrong() {
    assertThat(verify(ADDRESS, SIGNATURE, MESSAGE)).isEqualTo(OK);
    assertThat(verify(ADDRESS, SIGNATURE, "another message")).isEqualTo(NOT_SIGNED);
    assertThat(verify("no address", SIGNATURE, MESSAGE)).isEqualTo(INVALID_ADDRESS);
    assertThat(verify("bcrt1qw508d6qejxtdg4y5r3zarvary0c5xw7kygt080", SIGNATURE, MESSAGE))
        .isEqualTo(ADDRESS_WITHOUT_KEY);
    assertThat(verify(ADDRESS, "no base64", MESSAGE)).isEqualTo(MALFORMED_SIGNATURE);
    assertThat(verify(ADDRESS, "AAAA", MESSAGE)).isEqualTo(KEY_NOT_RECOVERED);
  }

  private static SignedMessage.Verdict verify(String address, String signature, String message) {
    return SignedMessage.verify(REGTEST, address, signature, message);
  }
}
