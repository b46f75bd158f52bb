// SPDX-License-Identifier: MIT
package org.moneyrocket.wallet.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Optional;
import org.junit.After;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import org.moneyrocket.consensus.params.Chain;
import org.moneyrocket.consensus.params.ChainParameters;
import org.moneyrocket.interfaces.Secret;
import org.moneyrocket.primitives.Bytes;
import org.moneyrocket.script.address.ChainFormat;
import org.moneyrocket.script.address.Destination;
import org.moneyrocket.script.address.OutputType;
import org.moneyrocket.script.sign.SigningData;
import org.moneyrocket.wallet.coins.AddressBook;
import org.moneyrocket.wallet.store.LoadVerdict;
import org.moneyrocket.wallet.store.SqliteWalletStore;
import org.moneyrocket.wallet.store.WalletContents;
import org.moneyrocket.wallet.store.WalletFlag;
import org.moneyrocket.wallet.store.WalletReader;
import org.moneyrocket.wallet.store.WalletRecords;

public class KeyRingTest {
  private static final ChainFormat FORMAT =
      new ChainFormat(ChainParameters.of(Chain.REGTEST).keys());
  private static final int KEYPOOL = 5;

  @Rule public final TemporaryFolder folder = new TemporaryFolder();

  private SqliteWalletStore store;
  private WalletRecords records;
  private AddressBook book;
  private KeyRing ring;

  @Before
  public void open() throws Exception {
    reopen();
    records.putFlags(WalletFlag.DESCRIPTORS.mask());
  }

  @After
  public void close() {
    store.close();
  }

  private void reopen() throws Exception {
    if (store != null) {
      store.close();
    }
    store =
        SqliteWalletStore.open(
            folder.getRoot().toPath().resolve("wallet.dat"),
            new SqliteWalletStore.Options(Bytes.fromHex("fabfb5da"), true, true, "Moneyrocket"));
    records = new WalletRecords(store);
    book = new AddressBook(FORMAT, records);
    KeyStretch quick = (phrase, salt) -> 100;
    KeyVault vault = new KeyVault(records, new SecureRandom(), quick);
    ring =
        new KeyRing(
            new KeyRing.Environment(FORMAT, true, KEYPOOL, () -> 1000, new SecureRandom()),
            records,
            vault,
            book);
    WalletContents contents = WalletReader.read(store);
    assertThat(contents.verdict()).isEqualTo(LoadVerdict.OK);
    KeyRingLoader loader = new KeyRingLoader(ring);
    assertThat(loader.load(contents)).as(loader.problems().toString()).isEqualTo(LoadVerdict.OK);
    book.load(contents);
  }

  private static Secret secret(String text) {
    return Secret.wrap(text.getBytes(StandardCharsets.UTF_8));
  }

  private String address(OutputType type) throws AddressUnavailableException {
    return FORMAT.encode(ring.newAddress(type, ""));
  }

  @Test
  public void oneSeedGivesEightActiveDescriptors() throws Exception {
    ring.createDefaults();

    assertThat(ring.descriptors()).hasSize(8);
    assertThat(ring.active()).hasSize(8);
    assertThat(ring.externalKeypool()).isEqualTo(4 * KEYPOOL);
    assertThat(ring.keypool()).isEqualTo(8 * KEYPOOL);
    assertThat(address(OutputType.LEGACY)).matches("[mn][1-9A-HJ-NP-Za-km-z]+");
    assertThat(address(OutputType.P2SH_SEGWIT)).startsWith("2");
    assertThat(address(OutputType.BECH32)).startsWith("bcrt1q");
    assertThat(address(OutputType.BECH32M)).startsWith("bcrt1p");
    OwnedDescriptor wpkh = ring.active(OutputType.BECH32, true).orElseThrow();
    assertThat(wpkh.publicText().orElseThrow())
        .matches("wpkh\\(\\[[0-9a-f]{8}/84h/1h/0h]tpub[A-Za-z0-9]+/1/\\*\\)#[a-z0-9]{8}");
  }

  @Test
  public void goesOnWithTheSameAddressesAfterReloading() throws Exception {
    ring.createDefaults();
    address(OutputType.BECH32);
    Destination second = ring.newAddress(OutputType.BECH32, "mine");
    reopen();

    assertThat(ring.isMine(second.script())).isTrue();
    assertThat(book.label(second.script())).contains("mine");
    assertThat(ring.newAddress(OutputType.BECH32, "")).isNotEqualTo(second);
    assertThat(ring.active(OutputType.BECH32, false).orElseThrow().record().nextIndex())
        .isEqualTo(3);
    assertThat(ring.active(OutputType.BECH32, false).orElseThrow().hasPrivateKeys()).isTrue();
  }

  @Test
  public void aPaymentAheadMovesTheWindow() throws Exception {
    ring.createDefaults();
    OwnedDescriptor external = ring.active(OutputType.BECH32M, false).orElseThrow();
    Bytes fourth =
        external.scriptsFrom(3).stream()
            .filter(s -> external.position(s).equals(Optional.of(3)))
            .findFirst()
            .orElseThrow();

    ring.paid(fourth);

    assertThat(external.record().nextIndex()).isEqualTo(4);
    assertThat(external.record().rangeEnd()).isEqualTo(4 + KEYPOOL);
    assertThat(book.labelled()).hasSize(4);
    ring.paid(fourth);
    assertThat(external.record().nextIndex()).isEqualTo(4);
  }

  @Test
  public void changeIsGivenBackOnlyWhenNothingFollowed() throws Exception {
    ring.createDefaults();
    KeyRing.Reserved first = ring.reserveChange(OutputType.BECH32);
    first.giveBack();
    KeyRing.Reserved again = ring.reserveChange(OutputType.BECH32);
    assertThat(again.destination()).isEqualTo(first.destination());
    KeyRing.Reserved next = ring.reserveChange(OutputType.BECH32);
    again.giveBack();
    assertThat(ring.reserveChange(OutputType.BECH32).destination())
        .isNotEqualTo(next.destination())
        .isNotEqualTo(first.destination());
    assertThat(book.labelled()).isEmpty();
  }

  @Test
  public void encryptionReplacesTheSeedAndHidesAllKeys() throws Exception {
    ring.createDefaults();
    Destination old = ring.newAddress(OutputType.BECH32, "");
    Encryption encryption = new Encryption(ring, records);
    try (Secret passphrase = secret("correct horse")) {
      assertThat(encryption.encrypt(passphrase, true)).isTrue();
    }

    assertThat(ring.descriptors()).hasSize(16);
    assertThat(ring.active()).hasSize(8);
    assertThat(ring.vault().isLocked()).isTrue();
    assertThat(ring.isMine(old.script())).isTrue();
    assertThat(ring.newAddress(OutputType.BECH32, "")).isNotEqualTo(old);

    WalletContents stored = WalletReader.read(store);
    assertThat(stored.descriptors()).allSatisfy(d -> assertThat(d.keys()).isEmpty());
    assertThat(stored.descriptors()).allSatisfy(d -> assertThat(d.encryptedKeys()).hasSize(1));
    assertThat(stored.masterKeys()).containsOnlyKeys(1);
  }

  @Test
  public void onlyTheRightPassphraseUnlocks() throws Exception {
    ring.createDefaults();
    Destination mine = ring.newAddress(OutputType.LEGACY, "");
    try (Secret passphrase = secret("correct horse")) {
      new Encryption(ring, records).encrypt(passphrase, true);
    }
    reopen();
    Encryption encryption = new Encryption(ring, records);

    assertThat(ring.vault().isLocked()).isTrue();
    assertThat(secretsFor(mine)).isZero();
    try (Secret wrong = secret("wrong")) {
      assertThat(encryption.unlock(wrong)).isFalse();
    }
    try (Secret right = secret("correct horse")) {
      assertThat(encryption.unlock(right)).isTrue();
    }
    assertThat(secretsFor(mine)).isOne();
    encryption.lock();
    assertThat(secretsFor(mine)).isZero();
  }

  private int secretsFor(Destination destination) {
    try (SigningData data = ring.signingData(java.util.List.of(destination.script()), true)) {
      return data.secrets().size();
    }
  }

  @Test
  public void aChangedPassphraseReplacesTheOldOne() throws Exception {
    ring.createDefaults();
    Encryption encryption = new Encryption(ring, records);
    try (Secret first = secret("first");
        Secret second = secret("second")) {
      encryption.encrypt(first, false);
      assertThat(ring.descriptors()).hasSize(8);
      assertThat(encryption.changePassphrase(second, first)).isFalse();
      assertThat(encryption.changePassphrase(first, second)).isTrue();
      assertThat(ring.vault().isLocked()).isTrue();
      assertThat(encryption.unlock(first)).isFalse();
      assertThat(encryption.unlock(second)).isTrue();
    }
  }

  @Test
  public void aBlankWalletGivesNoAddresses() {
    assertThat(ring.canGiveAddresses(false)).isFalse();
    assertThatThrownBy(() -> ring.newAddress(OutputType.BECH32, ""))
        .hasMessage("Error: No bech32 addresses available.");
  }

  @Test
  public void keysMadeWhileEncryptedAreNeverStoredInClear() throws Exception {
    Encryption encryption = new Encryption(ring, records);
    try (Secret passphrase = secret("pass")) {
      encryption.encrypt(passphrase, false);
      encryption.unlock(passphrase);
    }
    ring.createDefaults();

    assertThat(WalletReader.read(store).descriptors())
        .hasSize(8)
        .allSatisfy(d -> assertThat(d.keys()).isEmpty());
  }

  @Test
  public void keysStretchForAtLeastTheMinimum() {
    byte[] phrase = {1};
    assertThat(KeyStretch.measured().iterations(phrase, new byte[8]))
        .isGreaterThanOrEqualTo(KeyStretch.MIN_ITERATIONS);
  }
}
