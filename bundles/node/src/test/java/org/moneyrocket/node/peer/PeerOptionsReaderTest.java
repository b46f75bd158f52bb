// SPDX-License-Identifier: MIT
package org.moneyrocket.node.peer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import org.moneyrocket.consensus.params.Chain;
import org.moneyrocket.consensus.params.ChainParameters;
import org.moneyrocket.settings.Program;
import org.moneyrocket.settings.Settings;
import org.moneyrocket.settings.StartException;

public class PeerOptionsReaderTest {
  @Rule public final TemporaryFolder folder = new TemporaryFolder();

  private List<String> listening(String... options) {
    List<String> all = new ArrayList<>(List.of("-regtest", "-datadir=" + folder.getRoot()));
    all.addAll(List.of(options));
    Path home = folder.getRoot().toPath();
    return PeerOptionsReader.read(
            Settings.of(Program.NODE, all.toArray(String[]::new)),
            ChainParameters.of(Chain.REGTEST),
            home,
            false)
        .bind()
        .stream()
        .map(one -> one.address().toString())
        .toList();
  }

  @Test
  public void withoutBindAllAddressesAndOneForTorAreListenedOn() {
    assertThat(listening("-listen", "-port=18555"))
        .containsExactly("127.0.0.1:18556", "[::]:18555", "0.0.0.0:18555");
  }

  @Test
  public void bindWithoutAPortTakesThatOfPortAndTorTheOneAfterIt() {
    assertThat(listening("-port=18555", "-bind=0.0.0.0")).containsExactly("0.0.0.0:18555");
    assertThat(listening("-port=18555", "-bind=0.0.0.0:1234")).containsExactly("0.0.0.0:1234");
    assertThat(listening("-port=18555", "-bind=127.0.0.1=onion"))
        .containsExactly("127.0.0.1:18556");
    assertThat(listening("-bind=127.0.0.1:11=onion", "-bind=127.0.0.1:10"))
        .containsExactly("127.0.0.1:10", "127.0.0.1:11");
  }

  @Test
  public void anAddressThatIsNamedTwiceIsRefused() {
    String address = "127.0.0.1:11012";
    List<String> ways =
        List.of("-bind=" + address, "-bind=" + address + "=onion", "-whitebind=noban@" + address);
    for (String one : ways) {
      for (String other : ways) {
        assertThatThrownBy(() -> listening(one, other))
            .as(one + " " + other)
            .isInstanceOf(StartException.class)
            .hasMessageContaining("Duplicate binding configuration for address " + address);
      }
    }
  }
}
