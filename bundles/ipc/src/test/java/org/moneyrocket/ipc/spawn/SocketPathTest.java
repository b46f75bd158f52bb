// SPDX-License-Identifier: MIT
package org.moneyrocket.ipc.spawn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.Test;

public class SocketPathTest {
  private static final Path CHAIN = Path.of("/data/regtest");
  private static final Path PRIVATE = Path.of("/run/mr");

  private static Path resolve(String address) throws IOException {
    return SocketPath.resolve("-ipcbind", address, CHAIN, PRIVATE);
  }

  @Test
  public void unixIsNodeSockInTheChainsDirectory() throws Exception {
    assertThat(resolve("unix")).isEqualTo(CHAIN.resolve("node.sock"));
  }

  @Test
  public void pathsAreRelativeToTheChainsDirectory() throws Exception {
    assertThat(resolve("unix:my.sock")).isEqualTo(CHAIN.resolve("my.sock"));
    assertThat(resolve("unix:/elsewhere/my.sock")).isEqualTo(Path.of("/elsewhere/my.sock"));
  }

  @Test
  public void aTooLongChainDirectoryMovesTheSocketToThePrivateFolder() throws Exception {
    Path deep = Path.of("/" + "d".repeat(SocketPath.MAX_BYTES));

    assertThat(SocketPath.resolve("-ipcbind", "unix", deep, PRIVATE))
        .isEqualTo(PRIVATE.resolve("node.sock"));
  }

  @Test
  public void countsBytesNotCharacters() {
    String path = "/" + "€".repeat(SocketPath.MAX_BYTES / 3 + 1);

    assertThatThrownBy(() -> resolve("unix:" + path))
        .hasMessageContaining("may have at most " + SocketPath.MAX_BYTES + " bytes");
  }

  @Test
  public void otherAddressesAreRefused() {
    for (String address : new String[] {"", "unix:", "tcp:1.2.3.4", "/a/path"}) {
      assertThatThrownBy(() -> resolve(address))
          .isInstanceOf(IOException.class)
          .hasMessage("-ipcbind=" + address + ": the address must be unix or unix:<path>");
    }
  }
}
