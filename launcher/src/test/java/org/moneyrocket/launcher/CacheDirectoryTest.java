// SPDX-License-Identifier: MIT
package org.moneyrocket.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

public class CacheDirectoryTest {
  @Rule public final TemporaryFolder folder = new TemporaryFolder();

  @Test
  public void everyDataDirectoryChainAndProfileHasItsOwn() throws Exception {
    Path base = folder.getRoot().toPath();

    CacheDirectory one = CacheDirectory.take(base, "/data", "main", "moneyrocketd");
    CacheDirectory chain = CacheDirectory.take(base, "/data", "regtest", "moneyrocketd");
    CacheDirectory profile = CacheDirectory.take(base, "/data", "main", "moneyrocket-node");

    assertThat(one.isHeld()).isTrue();
    assertThat(one.path().getParent()).isNotEqualTo(chain.path().getParent());
    assertThat(one.path().getParent().getParent())
        .isEqualTo(profile.path().getParent().getParent());
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(one.path().getParent())))
        .isEqualTo("rwx------");
  }

  @Test
  public void followsXdgAndOurOwnVariable() {
    assertThat(CacheDirectory.base(Map.of("XDG_CACHE_HOME", "/x"), "/home/a", "Linux"))
        .isEqualTo(Path.of("/x/moneyrocket"));
    assertThat(CacheDirectory.base(Map.of("MONEYROCKET_CACHE", "/y"), "/home/a", "Linux"))
        .isEqualTo(Path.of("/y"));
    assertThat(CacheDirectory.base(Map.of(), "/home/a", "Linux"))
        .isEqualTo(Path.of("/home/a/.cache/moneyrocket"));
    assertThat(CacheDirectory.base(Map.of(), "/Users/a", "Mac OS X"))
        .isEqualTo(Path.of("/Users/a/Library/Caches/Moneyrocket"));
  }
}
