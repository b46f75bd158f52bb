// SPDX-License-Identifier: MIT
package org.moneyrocket.rpc.signer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** Runs small shell scripts in the place of a signer. */
public class ExternalSignerTest {
  @Rule public final TemporaryFolder folder = new TemporaryFolder();

  private String script(String body) throws IOException {
    Path file = folder.newFile().toPath();
    Files.writeString(file, "#!/bin/sh\n" + body + "\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
    return file.toString();
  }

  @Test
  public void findsEachDeviceOnce() throws Exception {
    String command =
        script(
            "echo '[{\"fingerprint\":\"00000001\",\"model\":\"a\"},"
                + "{\"fingerprint\":\"00000001\"},{\"fingerprint\":\"0000000f\"}]'");

    assertThat(ExternalSigner.enumerate(command, "regtest"))
        .extracting(ExternalSigner::fingerprint, ExternalSigner::name)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple("00000001", "a"),
            org.assertj.core.groups.Tuple.tuple("0000000f", ""));
    assertThatThrownBy(() -> ExternalSigner.only(command, "regtest"))
        .hasMessageContaining("More than one external signer found");
  }

  @Test
  public void saysWhatIsWrongWithAnAnswer() throws Exception {
    assertThatThrownBy(() -> ExternalSigner.enumerate("/nowhere/signer", "main"))
        .isInstanceOf(SignerException.class)
        .hasMessage("execve failed: No such file or directory");
    assertThatThrownBy(() -> ExternalSigner.enumerate(script("echo no; exit 0"), "main"))
        .hasMessage("Unable to parse JSON: no");
    String failing = script("echo because >&2; exit 3");
    assertThatThrownBy(() -> ExternalSigner.enumerate(failing, "main"))
        .hasMessage(
            "RunCommandParseJSON error: process(" + failing + " enumerate) returned 3: because\n");
    assertThatThrownBy(() -> ExternalSigner.enumerate(script("echo '{}'"), "main"))
        .hasMessageContaining("expected array of signers");
    assertThatThrownBy(() -> ExternalSigner.enumerate(script("echo '[{}]'"), "main"))
        .hasMessageContaining("missing signer fingerprint");
    assertThatThrownBy(
            () -> ExternalSigner.enumerate(script("echo '[{\"fingerprint\":\"1g\"}]'"), "main"))
        .hasMessageContaining("must be 8 hex characters");
    assertThatThrownBy(
            () -> ExternalSigner.enumerate(script("echo '[{\"error\":\"gone\"}]'"), "main"))
        .hasMessageEndingWith(" error: gone");
  }

  @Test
  public void handsOverAPsbtAsInput() throws Exception {
    String command =
        script(
            "read verb psbt\n"
                + "if [ \"$1\" = --stdin ]; then echo \"{\\\"psbt\\\":\\\"$verb-$psbt\\\"}\"; fi");
    ExternalSigner signer =
        new ExternalSigner(java.util.List.of(command), "regtest", "00000001", "");

    assertThat(signer.sign("cHNidP8=")).isEqualTo("signtx-cHNidP8=");
  }

  @Test
  public void asksForASignerWhenThereIsNoCommand() {
    assertThatThrownBy(() -> ExternalSigner.only("", "regtest"))
        .hasMessage("restart bitcoind with -signer=<cmd>");
  }
}
