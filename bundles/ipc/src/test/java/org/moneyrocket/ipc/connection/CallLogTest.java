// SPDX-License-Identifier: MIT
package org.moneyrocket.ipc.connection;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.Test;
import org.moneyrocket.interfaces.Secret;

public class CallLogTest {
  record Unlock(String wallet, String passphrase, int seconds) {}

  @Test
  public void secretsAreNotShown() {
    Secret secret = Secret.wrap("horse".getBytes(StandardCharsets.UTF_8));
    assertThat(CallLog.show(secret)).doesNotContain("horse");
    assertThat(CallLog.show(new Unlock("w", "horse staple", 3)))
        .isEqualTo("Unlock[wallet=w, passphrase=****, seconds=3]");
    assertThat(CallLog.show("{\"passphrase\": \"horse, staple\", \"n\": 1}"))
        .doesNotContain("horse")
        .doesNotContain("staple");
    assertThat(
            CallLog.show(
                "wpkh(tprv8ZgxMBicQKsPd7Uf69XL1XwhmjHopUGep8GuEiJDZmbQz6o58LninorQAfcKZWARbtR"
                    + "tfnLcJ5MQ2AtHcQJCCRUcMRvmDUjyEmNUWwx8UbK/0/*)"))
        .isEqualTo("wpkh(****/0/*)");
    assertThat(CallLog.show("cMzLdeGd5vEqxB8B6VFQoRopQ3sLAAvEzDAoQgvX54xwofSWj1fx"))
        .isEqualTo("****");
  }

  @Test
  public void longAndUnprintableTextIsCutAndEscaped() {
    assertThat(CallLog.show("x".repeat(1000))).hasSizeLessThan(230).endsWith("(1000 characters)");
    assertThat(CallLog.show("a\nb\u0007")).isEqualTo("a?b?");
    assertThat(CallLog.show(new byte[5])).isEqualTo("5 bytes");
    assertThat(CallLog.show(null)).isEqualTo("null");
  }

  @Test
  public void whatCannotBeShownHarmsNothing() {
    Object bad =
        new Object() {
          @Override
          public String toString() {
            throw new IllegalStateException("no");
          }
        };
    assertThat(CallLog.show(bad)).startsWith("(cannot be shown");
  }
}
