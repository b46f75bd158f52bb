// SPDX-License-Identifier: MIT
package org.moneyrocket.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import org.moneyrocket.settings.StartException;

public class CacheDirectoryTest {
  private static final Path DATA = Path.of("/data");

  @Rule public final TemporaryFolder folder = new TemporaryFolder();
  private Path base;

  @Before
  public void chooseBase() {
    base = folder.getRoot().toPath();
  }

  private static List<Path> places(Map<String, String> environment, String home, String system) {
    return CacheDirectory.places(environment, home, system, DATA);
  }

  @Test
  public void everyDataDirectoryChainAndProfileHasItsOwn() throws Exception {
    CacheDirectory one = CacheDirectory.take(List.of(base), "/data", "main", "moneyrocketd");
    CacheDirectory chain = CacheDirectory.take(List.of(base), "/data", "regtest", "moneyrocketd");
    CacheDirectory profile =
        CacheDirectory.take(List.of(base), "/data", "main", "moneyrocket-node");

    assertThat(one.isHeld()).isTrue();
    assertThat(one.refused()).isEmpty();
    assertThat(one.path().getParent()).isNotEqualTo(chain.path().getParent());
    assertThat(one.path().getParent().getParent())
        .isEqualTo(profile.path().getParent().getParent());
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(one.path().getParent())))
        .isEqualTo("rwx------");
  }

  @Test
  public void ourOwnVariableNamesTheOnlyPlace() {
    assertThat(
            places(Map.of("MONEYROCKET_CACHE", "/y", "XDG_CACHE_HOME", "/x"), "/home/a", "Linux"))
        .containsExactly(Path.of("/y"));
  }

  @Test
  public void serviceManagerUserSessionAndAtLastTheDataDirectoryAreTried() {
    Map<String, String> environment =
        Map.of(
            "CACHE_DIRECTORY", "/var/cache/node:/var/cache/other",
            "XDG_CACHE_HOME", "/x",
            "HOME", base.toString(),
            "RUNTIME_DIRECTORY", "/run/node",
            "XDG_RUNTIME_DIR", "/run/user/1",
            "TMPDIR", base.toString());

    assertThat(places(environment, "/home/a", "Linux"))
        .containsExactly(
            Path.of("/var/cache/node/moneyrocket"),
            Path.of("/x/moneyrocket"),
            base.resolve(".cache/moneyrocket"),
            Path.of("/run/node/moneyrocket"),
            Path.of("/run/user/1/moneyrocket/cache"),
            base.resolve("moneyrocket-" + System.getProperty("user.name")),
            Path.of("/data/.cache"));
  }

  @Test
  public void aHomeThatIsMissingIsNotMade() {
    assertThat(places(Map.of("HOME", "/nonexistent/home", "TMPDIR", base.toString()), "?", "Linux"))
        .containsExactly(
            base.resolve("moneyrocket-" + System.getProperty("user.name")),
            Path.of("/data/.cache"));
    assertThat(places(Map.of("TMPDIR", base.toString()), "?", "Linux")).hasSize(2);
    assertThat(places(Map.of("TMPDIR", base.toString()), base.toString(), "Mac OS X"))
        .startsWith(base.resolve("Library/Caches/Moneyrocket"));
  }

  @Test
  public void aPlaceThatCannotBeUsedIsPassedOverAndNamed() throws Exception {
    Path file = Files.createFile(base.resolve("file"));

    CacheDirectory cache =
        CacheDirectory.take(
            List.of(file.resolve("a"), base.resolve("b")), "/data", "main", "moneyrocketd");

    assertThat(cache.path().startsWith(base.resolve("b"))).isTrue();
    assertThat(cache.refused()).hasSize(1).first().asString().startsWith(file.toString());
  }

  @Test
  public void aDirectoryThatOthersCouldHaveMadeIsNotUsed() throws Exception {
    Path shared = Files.createDirectory(base.resolve("tmp"));
    Files.setPosixFilePermissions(shared, PosixFilePermissions.fromString("rwxrwxrwx"));
    Path open = Files.createDirectory(shared.resolve("moneyrocket-me"));
    Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rwxrwxrwx"));

    CacheDirectory cache =
        CacheDirectory.take(List.of(open, base.resolve("b")), "/data", "main", "moneyrocketd");

    assertThat(cache.path().startsWith(base.resolve("b"))).isTrue();
    assertThat(cache.refused()).containsExactly(open + " is not a private directory of this user");
  }

  @Test
  public void withoutAnyPlaceTheErrorNamesThemAndTheRemedy() throws Exception {
    Path file = Files.createFile(base.resolve("file"));

    assertThatThrownBy(
            () -> CacheDirectory.take(List.of(file.resolve("a")), "/data", "main", "moneyrocketd"))
        .isInstanceOf(StartException.class)
        .hasMessageStartingWith("There is no place for the program's cache: " + file)
        .hasMessageEndingWith("Set MONEYROCKET_CACHE to a directory that can be written.");
  }
}
