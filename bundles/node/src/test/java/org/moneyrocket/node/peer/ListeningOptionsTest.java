// SPDX-License-Identifier: MIT
package org.moneyrocket.node.peer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import org.junit.Test;
import org.moneyrocket.consensus.params.Chain;
import org.moneyrocket.consensus.params.ChainParameters;
import org.moneyrocket.settings.Program;
import org.moneyrocket.settings.Settings;
import org.moneyrocket.settings.StartException;

public class ListeningOptionsTest {
  private static List<PeerOptions.Listening> bind(String... arguments) {
    Settings settings = Settings.of(Program.NODE, arguments);
    return PeerOptionsReader.read(
            settings, ChainParameters.of(Chain.MAIN), Path.of("/nowhere"), false)
        .bind();
  }

  @Test
  public void theAddressThatATorServiceForwardsToIsMarked() {
    List<PeerOptions.Listening> bound = bind("-bind=127.0.0.1:8334=onion", "-bind=127.0.0.1:8333");
    assertThat(bound).extracting(one -> one.address().port()).containsOnly(8333, 8334);
    assertThat(bound)
        .allSatisfy(
            listening ->
                assertThat(listening.onion()).isEqualTo(listening.address().port() == 8334));
  }

  @Test
  public void anotherSuffixIsRefused() {
    assertThatThrownBy(() -> bind("-bind=127.0.0.1:8334=i2p"))
        .isInstanceOf(StartException.class)
        .hasMessageContaining("Cannot resolve -bind address");
  }
}
