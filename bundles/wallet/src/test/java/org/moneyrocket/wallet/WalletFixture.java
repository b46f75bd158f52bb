// SPDX-License-Identifier: MIT
package org.moneyrocket.wallet;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.junit.rules.ExternalResource;
import org.junit.rules.TemporaryFolder;
import org.moneyrocket.consensus.params.ChainParameters;
import org.moneyrocket.interfaces.Secret;
import org.moneyrocket.interfaces.chain.Chain;
import org.moneyrocket.primitives.Amount;
import org.moneyrocket.primitives.Bytes;
import org.moneyrocket.primitives.OutPoint;
import org.moneyrocket.primitives.Transaction;
import org.moneyrocket.primitives.TxIn;
import org.moneyrocket.primitives.TxOut;
import org.moneyrocket.primitives.Txid;
import org.moneyrocket.script.address.ChainFormat;
import org.moneyrocket.script.address.OutputType;
import org.moneyrocket.settings.Program;
import org.moneyrocket.settings.Settings;
import org.moneyrocket.wallet.keys.AddressUnavailableException;
import org.moneyrocket.wallet.store.SqliteWalletStore;
import org.moneyrocket.wallet.store.WalletFiles;
import org.moneyrocket.wallet.store.WalletOpenException;

/** Wallets in a temporary directory on a {@link FakeChain}. */
public final class WalletFixture extends ExternalResource {
  public static final ChainParameters REGTEST =
      ChainParameters.of(org.moneyrocket.consensus.params.Chain.REGTEST);

  public static final ChainFormat REGTEST_FORMAT = new ChainFormat(REGTEST.keys());

  private static final AtomicInteger SERIAL = new AtomicInteger();

  /** Pays to nobody in particular. */
  public static final Bytes ELSEWHERE =
      Bytes.fromHex("0014000102030405060708090a0b0c0d0e0f10111213");

  private final TemporaryFolder folder = new TemporaryFolder();
  private final List<String> options;
  private final Faults faults = new Faults();
  private final List<String> askedWithLock = new CopyOnWriteArrayList<>();
  private final Faults calls = new Faults();
  private ScheduledExecutorService timer;
  private FakeChain chain;
  private Wallets wallets;

  /** Makes a fixture whose wallets see these options besides the usual ones. */
  public WalletFixture(String... options) {
    this.options = List.of(options);
  }

  @Override
  protected void before() throws Throwable {
    folder.create();
    timer = Executors.newSingleThreadScheduledExecutor();
    chain = new FakeChain(REGTEST.genesis());
    wallets = new Wallets(environment());
  }

  @Override
  protected void after() {
    wallets.close();
    timer.shutdownNow();
    folder.delete();
    assertThat(askedWithLock).as("questions to the node with a wallet's lock held").isEmpty();
  }

  /** Returns the chain as wallets see it: a call with a wallet's lock held is noted. */
  private Chain watched() {
    return (Chain)
        Proxy.newProxyInstance(
            Chain.class.getClassLoader(),
            new Class<?>[] {Chain.class},
            (proxy, method, arguments) -> {
              if (wallets != null
                  && wallets.all().stream().anyMatch(w -> w.lock().isHeldByCurrentThread())) {
                askedWithLock.add(method.getName() + " " + callers());
              }
              calls.count("call " + method.getName());
              try {
                return method.invoke(chain, arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }

  private static String callers() {
    return StackWalker.getInstance()
        .walk(
            frames ->
                frames
                    .map(StackWalker.StackFrame::toString)
                    .filter(f -> f.contains("moneyrocket.wallet") && !f.contains("Fixture"))
                    .limit(5)
                    .collect(Collectors.joining(" < ")));
  }

  private WalletEnvironment environment() {
    List<String> all = new ArrayList<>(List.of("-regtest", "-keypool=10", "-fallbackfee=0.0001"));
    all.addAll(options);
    Settings settings = Settings.of(Program.NODE, all.toArray(String[]::new));
    WalletFiles files =
        new WalletFiles(
            directory(),
            new SqliteWalletStore.Options(Bytes.fromHex("fabfb5da"), true, true, "Moneyrocket"),
            (file, opened) -> new FaultyStore(SqliteWalletStore.open(file, opened), faults));
    return new WalletEnvironment(
        settings, watched(), REGTEST, files, timer, new SecureRandom(), (phrase, salt) -> 100);
  }

  /** Returns what decides which write of a wallet's file fails. */
  public Faults faults() {
    return faults;
  }

  /** Returns what decides which call to the chain fails. */
  public Faults calls() {
    return calls;
  }

  public Path directory() {
    return folder.getRoot().toPath();
  }

  public FakeChain chain() {
    return chain;
  }

  public Wallets wallets() {
    return wallets;
  }

  /** Ends all wallets and begins anew, as another process would. */
  public void restart() {
    wallets.close();
    wallets = new Wallets(environment());
  }

  public OpenWallet create(String name) throws WalletOpenException {
    return create(name, 0, Optional.empty());
  }

  public OpenWallet create(String name, long flags, Optional<Secret> passphrase)
      throws WalletOpenException {
    return wallets.create(new Wallets.Creation(name, flags, passphrase, Optional.empty())).wallet();
  }

  public OpenWallet load(String name) throws WalletOpenException {
    return wallets.load(name, Optional.empty()).wallet();
  }

  /** Makes a transaction of others that pays to {@code script}. */
  public static Transaction payment(long sats, Bytes script) {
    byte[] hash = new byte[Txid.BYTES];
    ByteBuffer.wrap(hash).putInt(SERIAL.incrementAndGet());
    OutPoint coin = new OutPoint(new Txid(Bytes.wrap(hash)), 0);
    return new Transaction(
        2, List.of(new TxIn(coin, Bytes.EMPTY, -3)), List.of(new TxOut(sats, script)), 0);
  }

  public static Secret secret(String text) {
    return Secret.wrap(text.getBytes(StandardCharsets.UTF_8));
  }

  /** Returns the script of a new receiving address. */
  public static Bytes newScript(OpenWallet wallet) throws AddressUnavailableException {
    return newScript(wallet, OutputType.BECH32);
  }

  public static Bytes newScript(OpenWallet wallet, OutputType type)
      throws AddressUnavailableException {
    wallet.lock().lock();
    try {
      return wallet.ring().newAddress(type, "").script();
    } finally {
      wallet.lock().unlock();
    }
  }

  /** Returns trusted, pending and immature money in bitcoin after catching up. */
  public static List<Long> balances(OpenWallet wallet) {
    wallet.awaitCurrent();
    wallet.lock().lock();
    try {
      var sums = wallet.balanceSheet().sums(0, false, true);
      return List.of(
          sums.trusted() / Amount.COIN,
          sums.pending() / Amount.COIN,
          sums.immature() / Amount.COIN);
    } finally {
      wallet.lock().unlock();
    }
  }
}
