// SPDX-License-Identifier: MIT
package org.moneyrocket.ipc.spawn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

public class WiringTest {
  @Rule public final TemporaryFolder folder = new TemporaryFolder();

  private Path profile(String name, String text) throws IOException {
    return Files.writeString(folder.getRoot().toPath().resolve(name), text);
  }

  @Test
  public void readsExportsChildrenAndIntroductionsThroughIncludes() throws Exception {
    profile("base", "bundle x # not ours\nexport a.Echo to node gui\n");
    Path profile =
        profile(
            "node",
            "role node\ninclude base\nexport a.Chain to wallet\nspawn wallet the-wallet\n"
                + "introduce wallet gui\n");

    Wiring wiring = Wiring.read(profile);

    assertThat(wiring.leaving(List.of("a.Chain", "a.Other", "a.Echo")))
        .containsExactly("a.Chain", "a.Echo");
    assertThat(wiring.gets(List.of("wallet"), "a.Chain")).isTrue();
    assertThat(wiring.gets(List.of("gui"), "a.Chain")).isFalse();
    assertThat(wiring.gets(List.of("node", "wallet"), "a.Echo")).isTrue();
    assertThat(wiring.gets(List.of("gui"), "a.Other")).isFalse();
    assertThat(wiring.children()).containsOnlyKeys("wallet").containsValue("the-wallet");
    assertThat(wiring.introduces(List.of("gui"), List.of("node", "wallet"))).isTrue();
    assertThat(wiring.introduces(List.of("wallet"), List.of("wallet"))).isFalse();
  }

  @Test
  public void namesFileAndLineOfAMistake() throws Exception {
    Path profile = profile("node", "role node\nexport a.Chain wallet\n");

    assertThatThrownBy(() -> Wiring.read(profile))
        .isInstanceOf(IOException.class)
        .hasMessage("expected export CONTRACT to ROLE… at node:2");
  }

  @Test
  public void refusesAProfileThatIncludesItself() throws Exception {
    Path profile = profile("node", "include node\n");

    assertThatThrownBy(() -> Wiring.read(profile)).hasMessageContaining("included too deeply");
  }
}
