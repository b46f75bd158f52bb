// SPDX-License-Identifier: MIT
package org.moneyrocket.wallet.component;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.moneyrocket.interfaces.wallet.WalletFailure;
import org.moneyrocket.interfaces.wallet.WalletOutcome;
import org.moneyrocket.settings.Program;
import org.moneyrocket.settings.Settings;
import org.moneyrocket.settings.process.HostProcess;
import org.moneyrocket.settings.process.Role;
import org.moneyrocket.wallet.WalletFixture;

public class StartupWalletsTest {
  @Rule public final WalletFixture fixture = new WalletFixture();

  private final List<String> errors = new ArrayList<>();
  private final List<String> warnings = new ArrayList<>();

  @Before
  public void aGoodWalletAndADamagedOne() throws Exception {
    fixture.create("good");
    fixture.create("bad");
    fixture.restart();
    damage("bad");
  }

  private void damage(String name) throws IOException {
    Path file = fixture.directory().resolve(name).resolve("wallet.dat");
    byte[] content = Files.readAllBytes(file);
    java.util.Arrays.fill(content, 100, content.length, (byte) 0xee);
    Files.write(file, content);
  }

  private boolean load(Role role, String... options) {
    List<String> all = new ArrayList<>(List.of("-regtest", "-wallet=bad", "-wallet=good"));
    all.addAll(List.of(options));
    Settings settings = Settings.of(Program.NODE, all.toArray(String[]::new));
    return new StartupWallets(fixture.wallets(), settings, new Host(role)).load(List.of());
  }

  @Test
  public void aDamagedWalletEndsAProgramThatHasNoWindow() {
    assertThat(load(Role.NODE)).isFalse();
    assertThat(errors).hasSize(1);
    assertThat(fixture.wallets().failures()).isEmpty();
  }

  @Test
  public void underAWindowTheOthersAreLoadedAndTheDamagedOneIsNamedWithTheReason() {
    assertThat(load(Role.NODE, "-ipcwindow=1")).isTrue();
    assertThat(errors).isEmpty();
    assertThat(fixture.wallets().names()).containsExactly("good");
    Path file = fixture.directory().resolve("bad").resolve("wallet.dat");
    assertThat(fixture.wallets().failures())
        .singleElement()
        .satisfies(
            failure -> {
              assertThat(failure.name()).isEqualTo("bad");
              assertThat(failure.file()).isEqualTo(file.toString());
              assertThat(failure.reason()).isNotEmpty();
              assertThat(failure.code()).isNotEqualTo(WalletOutcome.Code.NONE);
            });
  }

  @Test
  public void aWindowInTheSameProcessCountsToo() {
    assertThat(load(Role.GUI)).isTrue();
    assertThat(fixture.wallets().failures()).extracting(WalletFailure::name).containsExactly("bad");
  }

  @Test
  public void aDamagedWalletThatOnlyACallHadLoadedIsNotTheEndOfTheOthers() {
    Settings settings = Settings.of(Program.NODE, "-regtest", "-nowallet");
    StartupWallets start = new StartupWallets(fixture.wallets(), settings, new Host(Role.NODE));

    assertThat(start.load(List.of("bad", "good"))).isTrue();
    assertThat(errors).isEmpty();
    assertThat(fixture.wallets().names()).containsExactly("good");
    assertThat(fixture.wallets().failures()).extracting(WalletFailure::name).containsExactly("bad");
  }

  @Test
  public void whoeverKeepsTheListHearsOfEachWalletBeforeTheCallReturns() throws Exception {
    List<String> heard = new ArrayList<>();
    fixture.wallets().onChange((name, loaded) -> heard.add(name + " " + loaded));
    WalletLoaderService service = new WalletLoaderService(fixture.wallets());

    fixture.create("new");
    fixture.load("good");
    service.unload("new", Optional.empty());
    fixture.restart();

    assertThat(heard).containsExactly("new true", "good true", "new false");
  }

  @Test
  public void aFailureIsForgottenWhenTheWalletIsLoadedAfterAll() throws Exception {
    load(Role.GUI);
    Path directory = fixture.directory().resolve("bad");
    Files.delete(directory.resolve("wallet.dat"));
    Files.delete(directory);
    fixture.create("bad");

    assertThat(fixture.wallets().failures()).isEmpty();
  }

  @Test
  public void aFailureCanBeGivenUpSoThatTheNextStartDoesNotTryAgain() {
    load(Role.GUI);
    WalletLoaderService service = new WalletLoaderService(fixture.wallets());

    assertThat(service.unload("bad", Optional.of(false)).ok()).isTrue();
    assertThat(service.failures()).isEmpty();
    assertThat(service.unload("bad", Optional.of(false)).code())
        .isEqualTo(WalletOutcome.Code.NOT_FOUND);
  }

  private final class Host implements HostProcess {
    private final Role role;

    Host(Role role) {
      this.role = role;
    }

    @Override
    public String program() {
      return "test";
    }

    @Override
    public Set<Role> roles() {
      return Set.of(role);
    }

    @Override
    public Path profile() {
      return Path.of("profile");
    }

    @Override
    public Path home() {
      return Path.of("home");
    }

    @Override
    public List<String> arguments() {
      return List.of();
    }

    @Override
    public boolean isChild() {
      return false;
    }

    @Override
    public void stop(String reason) {
      throw new AssertionError("nobody asks for the end: " + reason);
    }

    @Override
    public void fail(String text) {
      errors.add(text);
    }

    @Override
    public void failForDecision(String text) {
      errors.add(text);
    }

    @Override
    public void warn(String text) {
      warnings.add(text);
    }

    @Override
    public boolean isStopping() {
      return false;
    }

    @Override
    public Registration onStop(Runnable action) {
      return () -> {};
    }

    @Override
    public Registration delayStart() {
      return () -> {};
    }

    @Override
    public Registration onStarted(Runnable action) {
      action.run();
      return () -> {};
    }

    @Override
    public void started() {
      // Nobody waits for it here.
    }
  }
}
