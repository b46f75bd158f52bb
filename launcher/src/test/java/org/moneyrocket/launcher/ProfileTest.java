// SPDX-License-Identifier: MIT
package org.moneyrocket.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import org.moneyrocket.settings.process.Role;

public class ProfileTest {
  @Rule public final TemporaryFolder folder = new TemporaryFolder();

  private Path file(String name, String text) throws IOException {
    return Files.writeString(folder.getRoot().toPath().resolve(name), text);
  }

  @Test
  public void keepsTheOrderOfBundlesThroughIncludes() throws Exception {
    file("base", "bundle one\nbundle two # with a remark\n");
    Path file = file("p", "role node\nrole wallet\n\ninclude base\nbundle three\nshell console\n");

    Profile profile = Profile.read(file);

    assertThat(profile.roles()).containsExactlyInAnyOrder(Role.NODE, Role.WALLET);
    assertThat(profile.bundles()).containsExactly("one", "two", "three");
    assertThat(profile.shellBundles()).containsExactly("console");
  }

  @Test
  public void leavesTheLinesOfTheIpcBundleAlone() throws Exception {
    Path file = file("p", "role gui\nexport a.B to node\nspawn node x\nintroduce a b\n");

    assertThat(Profile.read(file).bundles()).isEmpty();
    assertThat(Profile.read(file).children()).containsExactly(Role.NODE);
  }

  @Test
  public void whoStartsANodeIsGivenItsTimeToEndToo() throws Exception {
    Duration node = Lifeline.limit(Profile.read(file("n", "role node\nspawn wallet x\n")));
    Duration window = Lifeline.limit(Profile.read(file("g", "role gui\nspawn node x\n")));
    Duration wallet = Lifeline.limit(Profile.read(file("w", "role wallet\n")));

    assertThat(node).isEqualTo(Duration.ofMinutes(10));
    assertThat(window).isGreaterThan(node);
    assertThat(wallet).isLessThan(node);
  }

  @Test
  public void namesFileAndLineOfAMistake() throws Exception {
    Path word = file("w", "role node\nbundel x\n");
    Path role = file("r", "role miner\n");

    assertThatThrownBy(() -> Profile.read(word)).hasMessage("Unknown word at w:2: bundel");
    assertThatThrownBy(() -> Profile.read(role)).hasMessage("Unknown role at r:1: miner");
    assertThatThrownBy(() -> Profile.read(file("n", "bundle x\n"))).hasMessageContaining("no role");
  }
}
