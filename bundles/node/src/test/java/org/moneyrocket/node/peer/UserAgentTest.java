// SPDX-License-Identifier: MIT
package org.moneyrocket.node.peer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.Test;
import org.moneyrocket.settings.Product;
import org.moneyrocket.settings.StartException;

public class UserAgentTest {
  private static final String PLAIN = "/Satoshi:31.99.0/Moneyrocket:" + Product.VERSION;

  @Test
  public void namesTheInterfaceFirstAndThenOurselves() {
    assertThat(PeerOptionsReader.userAgent(List.of())).isEqualTo(PLAIN + "/");
    assertThat(PeerOptionsReader.userAgent(List.of("one", "two"))).isEqualTo(PLAIN + "(one; two)/");
  }

  @Test
  public void theNumberForClientsSaysTheSameAsTheText() {
    int number = Product.INTERFACE_NUMBER;

    assertThat(Product.INTERFACE_VERSION)
        .isEqualTo(number / 10_000 + "." + number / 100 % 100 + "." + number % 100);
  }

  @Test
  public void commentsFillItUpToItsLimit() {
    int room = 256 - PLAIN.length() - "()/".length();

    assertThat(PeerOptionsReader.userAgent(List.of("a".repeat(room)))).hasSize(256);
    assertThatThrownBy(() -> PeerOptionsReader.userAgent(List.of("a".repeat(room + 1))))
        .isInstanceOf(StartException.class)
        .hasMessage(
            "Total length of network version string (257) exceeds maximum length (256). Reduce the"
                + " number or size of uacomments.");
  }

  @Test
  public void commentsCannotPretendToBeALayer() {
    for (String comment : List.of("/", ":", "(", ")", "₿", "🏃")) {
      assertThatThrownBy(() -> PeerOptionsReader.userAgent(List.of(comment)))
          .isInstanceOf(StartException.class)
          .hasMessage("User Agent comment (" + comment + ") contains unsafe characters.");
    }
  }
}
