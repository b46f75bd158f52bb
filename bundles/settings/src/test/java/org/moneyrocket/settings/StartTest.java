// SPDX-License-Identifier: MIT
package org.moneyrocket.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import org.moneyrocket.settings.catalogue.ConnectionOptions;
import org.moneyrocket.settings.catalogue.RelayOptions;

public class StartTest {
  @Rule public final TemporaryFolder folder = new TemporaryFolder();

  private final List<String> log = new ArrayList<>();

  @Test
  public void aDirectoryIsLockedOnce() {
    Path directory = folder.getRoot().toPath();
    DirectoryLock lock = DirectoryLock.acquire(directory);
    assertThat(directory.resolve(".lock")).exists();
    assertThatThrownBy(() -> DirectoryLock.acquire(directory))
        .isInstanceOf(StartException.class)
        .hasMessage(
            "Cannot obtain a lock on directory "
                + directory
                + ". Moneyrocket is probably already running.");
    lock.close();
    DirectoryLock.acquire(directory).close();
  }

  @Test
  public void whoComesWhileTheHolderIsEndingWaitsForIt() throws Exception {
    Path directory = folder.getRoot().toPath();
    DirectoryLock lock = DirectoryLock.acquire(directory);
    Path file = directory.resolve(".lock");
    lock.announceEnd();
    while (Files.size(file) == 0) {
      Thread.onSpinWait();
    }
    assertThatThrownBy(() -> DirectoryLock.acquire(directory, Duration.ofMillis(100)))
        .hasMessage(
            "Cannot obtain a lock on directory "
                + directory
                + ". Process "
                + ProcessHandle.current().pid()
                + ", which was told to end, still runs.");
    CompletableFuture<DirectoryLock> next =
        CompletableFuture.supplyAsync(
            () -> DirectoryLock.acquire(directory, Duration.ofSeconds(30)));
    lock.close();
    try (DirectoryLock taken = next.get(30, TimeUnit.SECONDS)) {
      assertThat(taken).isNotNull();
      assertThat(file).isEmptyFile();
    }
  }

  @Test
  public void theSystemTellsWhoHoldsALock() {
    List<String> table =
        List.of(
            "1: POSIX  ADVISORY  WRITE 4711 fe:01:77 0 EOF",
            "1: -> POSIX  ADVISORY  WRITE 4712 fe:01:77 0 EOF",
            "2: FLOCK  ADVISORY  WRITE 9 fe:01:77 0 EOF",
            "3: POSIX  ADVISORY  READ 5 fe:01:78 0 EOF",
            "4: POSIX  ADVISORY  READ 6 fe:02:78 0 EOF");
    assertThat(LockHolder.find(table, 77)).hasValue(4711);
    assertThat(LockHolder.find(table, 78)).isEmpty();
    assertThat(LockHolder.find(table, 7)).isEmpty();
  }

  @Test
  public void anotherProcessSeesTheLock() throws Exception {
    Path directory = folder.getRoot().toPath();
    try (DirectoryLock lock = DirectoryLock.acquire(directory)) {
      Process other =
          new ProcessBuilder(
                  Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                  "-cp",
                  System.getProperty("java.class.path"),
                  OtherProcess.class.getName(),
                  directory.resolve(".lock").toString())
              .start();
      assertThat(other.waitFor()).isEqualTo(OtherProcess.LOCKED);
      assertThat(lock).isNotNull();
    }
  }

  @Test
  public void aDirectoryThatIsMissingCannotBeLocked() {
    assertThatThrownBy(() -> DirectoryLock.acquire(Path.of("/no/such/place")))
        .hasMessage("Cannot write to directory '/no/such/place'; check permissions.");
  }

  @Test
  public void thePidFileHoldsTheProcessIdAndGoes() throws IOException {
    Settings settings = node("-pid=my.pid");
    try (PidFile file = PidFile.create(settings)) {
      assertThat(folder.getRoot().toPath().resolve("my.pid"))
          .hasContent(ProcessHandle.current().pid() + "\n");
      assertThat(file).isNotNull();
    }
    assertThat(folder.getRoot().toPath().resolve("my.pid")).doesNotExist();
    assertThatThrownBy(() -> PidFile.create(node("-pid=/no/such/place/x")))
        .hasMessageStartingWith("Unable to create the PID file '/no/such/place/x': ");
  }

  @Test
  public void theCookieIsSecretUnlessSaidOtherwise() throws IOException {
    Path file = folder.getRoot().toPath().resolve(".cookie");
    try (CookieFile cookie = CookieFile.create(node()).orElseThrow()) {
      assertThat(Files.readString(file)).isEqualTo("__cookie__:" + cookie.password());
      assertThat(cookie.password()).matches("[0-9a-f]{64}");
      assertThat(mode(file)).isEqualTo("rw-------");
      assertThat(cookie.toString()).doesNotContain(cookie.password());
    }
    assertThat(file).doesNotExist();
    CookieFile.create(node("-rpccookieperms=group")).orElseThrow();
    assertThat(mode(file)).isEqualTo("rw-r-----");
    CookieFile.create(node("-rpccookieperms=all")).orElseThrow();
    assertThat(mode(file)).isEqualTo("rw-r--r--");
    assertThat(CookieFile.create(node("-norpccookiefile"))).isEmpty();
    assertThatThrownBy(() -> CookieFile.create(node("-rpccookieperms=me")))
        .isInstanceOf(StartException.class);
  }

  private static String mode(Path file) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
  }

  @Test
  public void optionsImplyOthersAndSaySo() {
    Settings settings = node("-connect=a", "-blocksonly");
    new StartChecks(settings, CommandLineTest.notices(log)).applyImplied();
    assertThat(log)
        .containsExactly(
            "info: parameter interaction: -connect or -maxconnections=0 set -> setting -dnsseed=0",
            "info: parameter interaction: -connect or -maxconnections=0 set -> setting -listen=0",
            "info: parameter interaction: -listen=0 -> setting -natpmp=0",
            "info: parameter interaction: -listen=0 -> setting -listenonion=0",
            "info: parameter interaction: -blocksonly=1 -> setting -whitelistrelay=0",
            "info: parameter interaction: -blocksonly=1 -> setting -maxmempool=5");
    assertThat(settings.get(RelayOptions.MAXMEMPOOL)).isEqualTo(5);
    Settings bound = node("-connect=a", "-bind=127.0.0.1");
    new StartChecks(bound, CommandLineTest.notices(log)).applyImplied();
    assertThat(bound.get(ConnectionOptions.LISTEN)).isTrue();
  }

  @Test
  public void moreConnectionsThanFilesAreNotPromised() {
    assertReduced(100_000, Long.MAX_VALUE, 10_000);
    assertReduced(1000, 1024, 324);
    assertReduced(200, 64, 0);
    Settings usual = node("-maxconnections=200");
    assertThat(new StartChecks(usual, Notices.terminalOnly(), () -> 1024).check()).isEmpty();
    assertThat(usual.get(ConnectionOptions.MAXCONNECTIONS)).isEqualTo(200);
  }

  private void assertReduced(long asked, long files, long possible) {
    Settings settings = node("-maxconnections=" + asked);
    assertThat(new StartChecks(settings, Notices.terminalOnly(), () -> files).check())
        .containsExactly(
            "Reducing -maxconnections from "
                + asked
                + " to "
                + possible
                + ", because of system limitations.");
    assertThat(settings.get(ConnectionOptions.MAXCONNECTIONS)).isEqualTo(possible);
  }

  @Test
  public void theLimitOfOpenFilesIsReadInTheFormOfLinux() {
    String line = "Max open files            1024                 524288               files     ";
    assertThat(OpenFiles.limit(List.of("Limit  Soft  Hard  Units", line))).isEqualTo(1024);
    assertThat(OpenFiles.limit(List.of(line.replace("1024", "unlimited"))))
        .isEqualTo(Long.MAX_VALUE);
    assertThat(OpenFiles.limit(List.of())).isEqualTo(Long.MAX_VALUE);
    assertThat(OpenFiles.limit()).isPositive();
  }

  @Test
  public void testsAreForRegtestAndUnknownOnesAreToldOf() {
    assertRefused("-test=<option> can only be used with regtest", "-test=bip94");
    assertThat(
            new StartChecks(node("-regtest", "-test=bip94", "-test=odd"), Notices.terminalOnly())
                .check())
        .containsExactly("Unrecognised option \"odd\" provided in -test=<option>.");
  }

  @Test
  public void contradictionsStopTheStart() {
    assertRefused(
        "Cannot set -bind or -whitebind together with -listen=0", "-bind=::1", "-nolisten");
    assertRefused("Cannot set -listen=0 together with -listenonion=1", "-nolisten", "-listenonion");
    assertRefused("-maxconnections must be greater or equal than zero", "-maxconnections=-1");
    assertRefused("peertimeout must be a positive integer.", "-peertimeout=0");
    assertRefused("Prune cannot be configured with a negative value.", "-prune=-1");
    assertRefused(
        "Prune configured below the minimum of 550 MiB.  Please use a higher number.",
        "-prune=549");
    assertRefused(
        "Prune mode is incompatible with -reindex-chainstate. Use full -reindex instead.",
        "-prune=550",
        "-reindex-chainstate");
    assertRefused("Prune mode is incompatible with -txindex.", "-prune=550", "-txindex");
    assertRefused("Invalid port specified in -port: '70000'", "-port=70000");
    assertRefused("Invalid port specified in -rpcport: 'x'", "-rpcport=x");
    assertRefused("Invalid port specified in -bind: '127.0.0.1:0'", "-bind=127.0.0.1:0");
    assertRefused("Invalid port specified in -rpcbind: '[::1]:65536'", "-rpcbind=[::1]:65536");
    assertRefused("The -vbparams option may not be used on mainnet.", "-vbparams=testdummy:0:1");
    assertThat(new StartChecks(node("-bind=127.0.0.1:1=onion"), Notices.terminalOnly()).check())
        .isEmpty();
  }

  private void assertRefused(String message, String... arguments) {
    StartChecks checks = new StartChecks(node(arguments), Notices.terminalOnly());
    assertThatThrownBy(checks::check).isInstanceOf(StartException.class).hasMessage(message);
  }

  @Test
  public void walletsAreTexts() {
    assertThat(StartChecks.walletNames(node())).isEmpty();
    assertThat(StartChecks.walletNames(node("-nowallet"))).contains(List.of());
    assertThat(StartChecks.walletNames(node("-wallet=a", "-wallet="))).contains(List.of("a", ""));
    for (String wrong : List.of("-nowallet=0", "-nowallet=not_a_boolean")) {
      assertThatThrownBy(() -> StartChecks.walletNames(node(wrong)))
          .hasMessageStartingWith("Invalid value detected for '-wallet' or '-nowallet'.");
    }
  }

  @Test
  public void hostsAndPortsAreTakenApart() {
    assertThat(HostPort.parse("a:1").orElseThrow().toString())
        .contains("host=a, port=OptionalInt[1]");
    assertThat(HostPort.parse("[::1]:5").orElseThrow().host()).isEqualTo("::1");
    assertThat(HostPort.parse("::1").orElseThrow().port()).isEmpty();
    assertThat(HostPort.parse("[::1]").orElseThrow().host()).isEqualTo("::1");
    assertThat(HostPort.parse("a:")).isEmpty();
    assertThat(HostPort.parse("a:-1")).isEmpty();
    assertThat(HostPort.parse("")).isPresent();
  }

  @Test
  public void helpAndVersionAreTexts() {
    assertThat(new HelpText(node()).requested()).isEmpty();
    assertThat(new HelpText(node("-version")).requested().orElseThrow().lines().findFirst())
        .hasValueSatisfying(
            line ->
                assertThat(line)
                    .matches("Moneyrocket daemon version v\\S+ (bitcoind|moneyrocketd)"));
    String help = new HelpText(node("-h")).requested().orElseThrow();
    assertThat(help)
        .contains("Options:\n\n", "\n  -dbcache=<n>\n       Memory")
        .doesNotContain("-mocktime");
    assertThat(help.lines()).allMatch(line -> line.length() <= 79 || line.startsWith("  -"));
    assertThat(new HelpText(node("-help-debug")).requested().orElseThrow()).contains("-mocktime");
  }

  private Settings node(String... arguments) {
    List<String> all = new ArrayList<>(List.of("-datadir=" + folder.getRoot()));
    all.addAll(List.of(arguments));
    return Settings.of(Program.NODE, all.toArray(String[]::new));
  }
}
