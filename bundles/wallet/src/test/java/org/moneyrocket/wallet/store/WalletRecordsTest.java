// SPDX-License-Identifier: MIT
package org.moneyrocket.wallet.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.After;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import org.moneyrocket.interfaces.chain.Locator;
import org.moneyrocket.primitives.BlockHash;
import org.moneyrocket.primitives.ByteWriter;
import org.moneyrocket.primitives.Bytes;
import org.moneyrocket.primitives.DecodeException;
import org.moneyrocket.primitives.OutPoint;
import org.moneyrocket.primitives.Transaction;
import org.moneyrocket.primitives.TxIn;
import org.moneyrocket.primitives.TxOut;
import org.moneyrocket.primitives.Txid;

public class WalletRecordsTest {
  private static final Bytes ID = Bytes.wrap(filled(7));
  private static final BlockHash BLOCK = new BlockHash(Bytes.wrap(filled(9)));
  private static final Bytes PUBLIC_KEY =
      Bytes.fromHex("0279be667ef9dcbbac55a06295ce870b07029bfcdb2dce28d959f2815b16f81798");

  @Rule public final TemporaryFolder folder = new TemporaryFolder();

  private SqliteWalletStore store;
  private WalletRecords records;

  private static byte[] filled(int value) {
    byte[] bytes = new byte[32];
    Arrays.fill(bytes, (byte) value);
    return bytes;
  }

  @Before
  public void open() throws Exception {
    store =
        SqliteWalletStore.open(
            folder.getRoot().toPath().resolve("wallet.dat"),
            new SqliteWalletStore.Options(Bytes.fromHex("fabfb5da"), true, true, "Moneyrocket"));
    records = new WalletRecords(store);
    records.putFlags(WalletFlag.DESCRIPTORS.mask() | WalletFlag.AVOID_REUSE.mask());
  }

  @After
  public void close() {
    store.close();
  }

  private static Transaction transaction(int lockTime, List<Bytes> witness) {
    return new Transaction(
        2,
        List.of(new TxIn(new OutPoint(new Txid(ID), 3), Bytes.EMPTY, -3, witness)),
        List.of(new TxOut(5000, Bytes.fromHex("6a"))),
        lockTime);
  }

  private static Bytes text(String key) {
    return new ByteWriter().text(key).toBytes();
  }

  @Test
  public void readsBackWhatItWrites() {
    DescriptorRecord descriptor = new DescriptorRecord("wpkh(xpub/0/*)#abcdefgh", 1234, 5, 0, 1005);
    records.putVersion();
    records.putDescriptor(ID, descriptor);
    byte[] secret = new byte[32];
    secret[31] = 1;
    records.putKey(ID, PUBLIC_KEY, PrivateKeyBytes.wrap(secret));
    Bytes xpub = Bytes.wrap(new byte[XpubCache.XPUB_BYTES]);
    records.putParentXpub(ID, 0, xpub);
    records.putDerivedXpub(ID, 0, 17, xpub);
    records.putLastHardenedXpub(ID, 1, xpub);
    records.putActive(2, true, ID);
    records.putMasterKey(
        1,
        new MasterKeyRecord(
            Bytes.wrap(new byte[48]), Bytes.wrap(new byte[8]), 0, 25000, Bytes.EMPTY));
    records.putLabel("addr", "my label");
    records.putPurpose("addr", "receive");
    records.putUsed("addr", true);
    records.putReceiveRequest("addr", "4", "\u0001\u00ff");
    OutPoint locked = new OutPoint(new Txid(ID), 1);
    records.putLockedOutput(locked);
    records.putNextOrderPosition(42);
    Locator locator = new Locator(List.of(BLOCK, new BlockHash(ID)));
    records.putBestBlock(locator);
    records.putSend("key-1", new Txid(ID));

    WalletContents read = WalletReader.read(store);

    assertThat(read.verdict()).isEqualTo(LoadVerdict.OK);
    assertThat(read.version()).contains(WalletRecords.CLIENT_VERSION);
    assertThat(read.flags()).contains(0x0000000400000001L);
    assertThat(read.descriptors()).hasSize(1);
    WalletContents.StoredDescriptor stored = read.descriptors().get(0);
    assertThat(stored.id()).isEqualTo(ID);
    assertThat(stored.record()).isEqualTo(descriptor);
    assertThat(stored.keys().get(PUBLIC_KEY)).isEqualTo(PrivateKeyBytes.wrap(secret));
    assertThat(stored.cache().parents()).containsOnlyKeys(0);
    assertThat(stored.cache().derived()).containsOnlyKeys(new XpubCache.Derived(0, 17));
    assertThat(stored.cache().lastHardened()).containsOnlyKeys(1);
    assertThat(read.active()).containsEntry(new WalletContents.Slot(2, true), ID);
    assertThat(read.masterKeys().get(1).iterations()).isEqualTo(25000);
    assertThat(read.addresses().get("addr").label()).contains("my label");
    assertThat(read.addresses().get("addr").purpose()).contains("receive");
    assertThat(read.addresses().get("addr").used()).isTrue();
    assertThat(read.addresses().get("addr").receiveRequests()).containsEntry("4", "\u0001\u00ff");
    assertThat(read.lockedOutputs()).containsExactly(locked);
    assertThat(read.nextOrderPosition()).contains(42L);
    assertThat(read.bestBlock()).contains(locator);
    assertThat(read.sends()).containsEntry("key-1", new Txid(ID));
  }

  @Test
  public void storesPrivateKeysInTheFormOfBitcoinCore() {
    byte[] secret = new byte[32];
    secret[31] = 1;
    byte[] der = PrivateKeyDer.encode(secret, PUBLIC_KEY);

    assertThat(der).hasSize(214);
    assertThat(Bytes.of(der).toHex())
        .startsWith("3081d30201010420" + "00".repeat(31) + "01a08185308182020101302c0607")
        .endsWith("020101a124032200" + PUBLIC_KEY.toHex());
    assertThat(PrivateKeyDer.secret(der)).hasValueSatisfying(s -> assertThat(s).isEqualTo(secret));
    assertThat(PrivateKeyDer.encode(secret, Bytes.wrap(new byte[65]))).hasSize(279);
    assertThat(PrivateKeyDer.secret(Bytes.fromHex("3081d302010104").toArray())).isEmpty();
  }

  @Test
  public void replacesAPlainKeyByItsEncryptedForm() {
    records.putDescriptor(ID, new DescriptorRecord("x", 0, 0, 0, 0));
    records.putKey(ID, PUBLIC_KEY, PrivateKeyBytes.wrap(filled(1)));
    records.putEncryptedKey(ID, PUBLIC_KEY, Bytes.fromHex("aabb"));

    WalletContents.StoredDescriptor stored = WalletReader.read(store).descriptors().get(0);

    assertThat(stored.keys()).isEmpty();
    assertThat(stored.encryptedKeys()).containsEntry(PUBLIC_KEY, Bytes.fromHex("aabb"));
  }

  @Test
  public void keepsEveryStateOfATransaction() throws Exception {
    TxRecord.Notes notes =
        TxRecord.Notes.NONE
            .withComments("rent", "landlord")
            .withReplaces(new Txid(ID))
            .withReplacedBy(new Txid(BLOCK.hash()))
            .withMessages(List.of("hello"));
    List<TxState> states =
        List.of(
            TxState.INACTIVE,
            TxState.ABANDONED,
            new TxState.Confirmed(BLOCK, -1, 4),
            new TxState.BlockConflicted(BLOCK, -1),
            new TxState.Unrecognized(BLOCK.hash(), -7));
    for (TxState state : states) {
      TxRecord record = new TxRecord(transaction(0, List.of()), state, 6, 1000, 1001, notes);
      assertThat(TxRecord.decode(record.toBytes())).isEqualTo(record);
    }
    TxRecord inMempool =
        new TxRecord(transaction(0, List.of()), TxState.IN_MEMPOOL, -1, 5, 0, TxRecord.Notes.NONE);
    assertThat(TxRecord.decode(inMempool.toBytes()).state()).isEqualTo(TxState.INACTIVE);
  }

  @Test
  public void refusesNotesThatBitcoinCoreWouldCallCorrupt() {
    byte[] bytes =
        new TxRecord(
                transaction(0, List.of()),
                TxState.INACTIVE,
                1,
                5,
                0,
                TxRecord.Notes.NONE.withComments("c", ""))
            .toBytes()
            .toArray();
    String text = new String(bytes, java.nio.charset.StandardCharsets.ISO_8859_1);
    byte[] changed =
        text.replace("comment", "commenx").getBytes(java.nio.charset.StandardCharsets.ISO_8859_1);

    assertThatThrownBy(() -> TxRecord.decode(Bytes.wrap(changed)))
        .isInstanceOf(DecodeException.class);
  }

  @Test
  public void keepsWitnessVariantsAndDeletesThemWithTheTransaction() {
    Transaction plain = transaction(1, List.of());
    Transaction signed = transaction(1, List.of(Bytes.fromHex("01")));
    TxRecord record = new TxRecord(signed, TxState.INACTIVE, 0, 5, 5, TxRecord.Notes.NONE);
    records.putTransaction(record, List.of(plain, signed));

    WalletContents read = WalletReader.read(store);
    assertThat(read.transactions()).containsExactly(record);
    assertThat(read.variants(plain.txid())).containsExactlyInAnyOrder(plain, signed);

    records.deleteTransaction(plain.txid());
    read = WalletReader.read(store);
    assertThat(read.transactions()).isEmpty();
    assertThat(read.variants(plain.txid())).isEmpty();
  }

  @Test
  public void keepsRecordsItDoesNotKnow() {
    store.put(text("fromthefuture"), Bytes.fromHex("0102"));

    assertThat(WalletReader.read(store).verdict()).isEqualTo(LoadVerdict.OK);
    assertThat(store.get(text("fromthefuture"))).contains(Bytes.fromHex("0102"));
  }

  @Test
  public void refusesWalletsThatAreTooNewLegacyOrTamperedWith() {
    records.putFlags(WalletFlag.DESCRIPTORS.mask() | 1L << 40);
    assertThat(WalletReader.read(store).verdict()).isEqualTo(LoadVerdict.TOO_NEW);

    records.putFlags(1);
    assertThat(WalletReader.read(store).verdict()).isEqualTo(LoadVerdict.LEGACY);

    records.putFlags(WalletFlag.DESCRIPTORS.mask() | 1L << 20);
    assertThat(WalletReader.read(store).verdict()).isEqualTo(LoadVerdict.OK);

    store.put(text("cscript"), Bytes.fromHex("00"));
    assertThat(WalletReader.read(store).verdict()).isEqualTo(LoadVerdict.UNEXPECTED_LEGACY);
  }

  @Test
  public void noticesADamagedPrivateKey() {
    records.putDescriptor(ID, new DescriptorRecord("x", 0, 0, 0, 0));
    records.putKey(ID, PUBLIC_KEY, PrivateKeyBytes.wrap(filled(1)));
    Bytes key = RecordKeys.descriptorKey(ID, PUBLIC_KEY, false);
    byte[] value = store.get(key).orElseThrow().toArray();
    value[20] ^= 1;
    store.put(key, Bytes.wrap(value));

    assertThat(WalletReader.read(store).verdict()).isEqualTo(LoadVerdict.CORRUPT);
  }

  @Test
  public void storesTheLocatorWhereNewProgramsLook() {
    records.putBestBlock(new Locator(List.of(BLOCK)));

    assertThat(store.get(text("bestblock"))).contains(Bytes.fromHex("8011010000"));
    assertThat(store.get(text("bestblock_nomerkle")))
        .contains(Bytes.fromHex("8011010001" + BLOCK.hash().toHex()));
    assertThat(Optional.of(WalletReader.read(store).bestBlock().orElseThrow().hashes().get(0)))
        .contains(BLOCK);
  }
}
