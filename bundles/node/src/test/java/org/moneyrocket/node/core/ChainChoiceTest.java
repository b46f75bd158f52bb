// SPDX-License-Identifier: MIT
package org.moneyrocket.node.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import org.moneyrocket.consensus.params.BuriedDeployment;
import org.moneyrocket.consensus.params.ChainParameters;
import org.moneyrocket.primitives.Bytes;
import org.moneyrocket.settings.Program;
import org.moneyrocket.settings.Settings;
import org.moneyrocket.settings.StartException;

public class ChainChoiceTest {
  @Rule public final TemporaryFolder folder = new TemporaryFolder();

  private ChainParameters choose(String... arguments) {
    List<String> all = new ArrayList<>(List.of(arguments));
    all.add("-datadir=" + folder.getRoot());
    return ChainChoice.of(Settings.of(Program.NODE, all.toArray(String[]::new)));
  }

  @Test
  public void regtestFollowsBip94OnlyIfAsked() {
    assertThat(choose("-regtest").pow().enforceBip94()).isFalse();
    assertThat(choose("-regtest", "-test=addrman", "-test=bip94").pow().enforceBip94()).isTrue();
    assertThat(choose("-testnet4").pow().enforceBip94()).isTrue();
  }

  @Test
  public void testChainsTakeOtherHeightsAndTimes() {
    ChainParameters params =
        choose("-regtest", "-testactivationheight=cltv@77", "-vbparams=testdummy:-1:5:9");
    assertThat(params.activationHeight(BuriedDeployment.BIP65)).isEqualTo(77);
    assertThat(params.deployments().get(0).startTime()).isEqualTo(-1);
    assertThatThrownBy(() -> choose("-testactivationheight=cltv@77"))
        .isInstanceOf(StartException.class)
        .hasMessage("The -testactivationheight option may not be used on mainnet.");
  }

  @Test
  public void onlySignetLooksAtItsChallenge() {
    assertThat(choose("-signet", "-signetchallenge=51").signetChallenge())
        .contains(Bytes.fromHex("51"));
    assertThat(choose("-regtest", "-signetchallenge=xyz").signetChallenge()).isEmpty();
    assertThatThrownBy(() -> choose("-signet", "-signetchallenge=xyz"))
        .isInstanceOf(StartException.class)
        .hasMessage("-signetchallenge must be hex, not 'xyz'.");
  }
}
