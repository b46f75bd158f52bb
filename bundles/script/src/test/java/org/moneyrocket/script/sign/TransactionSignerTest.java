// SPDX-License-Identifier: MIT
package org.moneyrocket.script.sign;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.Test;
import org.moneyrocket.consensus.interpreter.ScriptCheck;
import org.moneyrocket.consensus.interpreter.ScriptFlags;
import org.moneyrocket.consensus.params.Chain;
import org.moneyrocket.consensus.params.ChainParameters;
import org.moneyrocket.crypto.Hashes;
import org.moneyrocket.primitives.Amount;
import org.moneyrocket.primitives.Bytes;
import org.moneyrocket.primitives.OutPoint;
import org.moneyrocket.primitives.Transaction;
import org.moneyrocket.primitives.TxIn;
import org.moneyrocket.primitives.TxOut;
import org.moneyrocket.primitives.Txid;
import org.moneyrocket.script.address.ChainFormat;
import org.moneyrocket.script.descriptor.Descriptor;
import org.moneyrocket.script.descriptor.DescriptorException;
import org.moneyrocket.script.key.SecretKey;
import org.moneyrocket.script.miniscript.Fragment;

public class TransactionSignerTest {
  private static final ChainFormat REGTEST =
      new ChainFormat(ChainParameters.of(Chain.REGTEST).keys());
  private static final OutPoint PREVOUT = new OutPoint(new Txid(Bytes.wrap(new byte[32])), 7);

  /**
   * K1 to K3 stand for secret keys, P1 to P3 for their public keys, U for an uncompressed secret.
   */
  private static final List<String> SIGNABLE =
      List.of(
          "pk(K1)",
          "pkh(K1)",
          "pkh(U)",
          "wpkh(K1)",
          "sh(wpkh(K1))",
          "sh(pkh(K1))",
          "wsh(pkh(K1))",
          "multi(1,P1,K2)",
          "sh(multi(2,K1,P2,K3))",
          "sh(sortedmulti(2,K1,K2,U))",
          "wsh(multi(3,K1,K2,K3))",
          "sh(wsh(multi(1,P1,K2)))",
          "tr(K1)",
          "tr(K1,pk(P2))",
          "tr(P1,pk(K2))",
          "tr(P1,{pk(K2),pk(P3)})",
          "tr(P1,{pk(P2),{multi_a(1,P1,K2),sortedmulti_a(2,K3,K2)}})",
          "tr(P1,and_v(v:pk(K2),older(5)))",
          "tr(P1,pkh(K2))",
          "rawtr(K1)",
          "wsh(and_v(v:pk(K1),older(5)))",
          "wsh(and_v(v:pk(K1),after(100)))",
          "wsh(or_d(pk(P1),and_v(v:pkh(K2),older(5))))",
          "wsh(thresh(2,pk(K1),s:pk(P2),sln:older(5)))",
          "wsh(andor(pk(K1),older(5),pk(P2)))",
          "wsh(or_i(and_v(v:pkh(P1),after(9)),pk(K3)))",
          "wsh(and_b(multi(1,P1,K2),a:pk(K3)))");

  @Test
  public void everyKindOfOutputCanBeSpent() throws Exception {
    int signed = 0;
    for (String text : SIGNABLE) {
      for (HashType type : HashType.values()) {
        Descriptor.Parsed parsed = parse(text);
        Case it = new Case(parsed);
        TransactionSigner.Result result =
            TransactionSigner.sign(it.transaction, it.coins, it.data, type);
        assertThat(result.errors()).as("%s %s", text, type).isEmpty();
        assertThat(
                ScriptCheck.checkAll(result.transaction(), List.of(it.spent), ScriptFlags.STANDARD))
            .as("%s %s", text, type)
            .isEmpty();
        assertNoLargerThanEstimated(parsed.descriptors().get(0), result.transaction());
        signed++;
      }
    }
    assertThat(signed).isEqualTo(27 * 7);
  }

  /** The estimate assumes the key path of taproot and is no limit there. */
  private static void assertNoLargerThanEstimated(Descriptor descriptor, Transaction signed) {
    TxIn in = signed.inputs().get(0);
    var weight = descriptor.maxSatisfactionWeight(true);
    if (weight.isPresent() && !descriptor.toString().startsWith("tr(")) {
      long real = 4L * in.scriptSig().size();
      for (Bytes element : in.witness()) {
        real += 1 + element.size() + (element.size() >= 253 ? 2 : 0);
      }
      assertThat(real).as(descriptor.toString()).isLessThanOrEqualTo(weight.getAsLong());
    }
  }

  @Test
  public void withoutKeysInputsSayWhatIsMissing() throws Exception {
    assertError("pkh(P1)", "Unable to sign input, invalid stack size (possibly missing key)");
    assertError("wpkh(P1)", "Witness program hash mismatch");
    assertError("tr(P1)", "Witness program was passed an empty witness");
    assertError(
        "sh(multi(2,K1,P2,P3))",
        "CHECK(MULTI)SIG failing with non-zero signature (possibly need more signatures)");
    Case it = new Case(parse("wpkh(K1)"));
    assertThat(TransactionSigner.sign(it.transaction, Map.of(), it.data, HashType.ALL).errors())
        .containsEntry(0, "Input not found or already spent");
    TxOut unknownAmount = new TxOut(Amount.MAX_MONEY, it.spent.script());
    assertThat(
            TransactionSigner.sign(
                    it.transaction, Map.of(PREVOUT, unknownAmount), it.data, HashType.ALL)
                .errors())
        .containsEntry(0, "Missing amount");
  }

  private static void assertError(String text, String error) throws Exception {
    Case it = new Case(parse(text));
    TransactionSigner.Result result =
        TransactionSigner.sign(it.transaction, it.coins, it.data, HashType.ALL);
    assertThat(result.errors()).as(text).containsEntry(0, error);
  }

  @Test
  public void signersOfAMultisigAddToEachOther() throws Exception {
    for (String outer : List.of("sh(%s)", "wsh(%s)", "sh(wsh(%s))")) {
      Case first = new Case(parse(outer.formatted("multi(2,P1,K2,P3)")));
      Case second = new Case(parse(outer.formatted("multi(2,K1,P2,P3)")));
      assertThat(first.spent).isEqualTo(second.spent);
      TransactionSigner.Result half =
          TransactionSigner.sign(first.transaction, first.coins, first.data, HashType.ALL);
      assertThat(half.isComplete()).isFalse();
      // The second signer knows no scripts, only a key: the rest is read from the half-signed
      // input.
      SigningData onlyKey = new SigningData();
      onlyKey.addSecret(key(1));
      TransactionSigner.Result whole =
          TransactionSigner.sign(half.transaction(), first.coins, onlyKey, HashType.ALL);
      assertThat(whole.errors()).as(outer).isEmpty();
      assertThat(
              ScriptCheck.checkAll(whole.transaction(), List.of(first.spent), ScriptFlags.STANDARD))
          .isEmpty();
    }
  }

  @Test
  public void hashLocksNeedThePreimage() throws Exception {
    Bytes preimage = Bytes.fromHex("07".repeat(32));
    String hash = Bytes.wrap(Hashes.sha256(preimage.unsafeArray())).toHex();
    Case it = new Case(parse("wsh(and_v(v:pk(K1),sha256(" + hash + ")))"));
    TransactionSignatureCreator creator =
        new TransactionSignatureCreator(
            TransactionSigner.precompute(it.transaction, it.coins),
            0,
            it.spent.valueSats(),
            HashType.ALL);
    InputSignatures without = new InputSignatures();
    assertThat(InputSigner.sign(it.data, creator, it.spent.script(), without)).isFalse();
    InputSignatures with = new InputSignatures();
    with.preimages(Fragment.SHA256).put(Bytes.fromHex(hash), preimage);
    assertThat(InputSigner.sign(it.data, creator, it.spent.script(), with)).isTrue();
    assertThat(with.witnessStack().get(0)).isEqualTo(preimage);
  }

  @Test
  public void locksThatAreNotReachedCannotBeUsed() throws Exception {
    Case it = new Case(parse("wsh(and_v(v:pk(K1),older(6)))"));

    assertThat(TransactionSigner.sign(it.transaction, it.coins, it.data, HashType.ALL).isComplete())
        .isFalse();
  }

  @Test
  public void dummySignaturesHaveTheFullSize() throws Exception {
    for (String text : List.of("pkh(P1)", "wpkh(P1)", "sh(wpkh(P1))", "wsh(multi(2,P1,P2,P3))")) {
      Case it = new Case(parse(text));
      InputSignatures signatures = new InputSignatures();
      assertThat(
              InputSigner.sign(
                  it.data, DummySignatureCreator.HIGH_R, it.spent.script(), signatures))
          .as(text)
          .isTrue();
    }
  }

  private static final class Case {
    final SigningData data;
    final TxOut spent;
    final Map<OutPoint, TxOut> coins;
    final Transaction transaction;

    Case(Descriptor.Parsed parsed) {
      Descriptor descriptor = parsed.descriptors().get(0);
      Descriptor.Expansion expansion = descriptor.expand(0, parsed.secrets()).orElseThrow();
      data = expansion.data();
      descriptor.expandSecrets(0, parsed.secrets(), data);
      spent = new TxOut(100_000, expansion.scripts().get(0));
      coins = Map.of(PREVOUT, spent);
      transaction =
          new Transaction(
              2,
              List.of(new TxIn(PREVOUT, Bytes.EMPTY, 5)),
              List.of(new TxOut(90_000, spent.script())),
              100);
    }
  }

  private static Descriptor.Parsed parse(String text) throws DescriptorException {
    String filled = text.replace("U", REGTEST.encodeSecret(uncompressed()));
    for (int i = 1; i <= 3; i++) {
      filled =
          filled
              .replace("P" + i, key(i).publicKey().toString())
              .replaceAll("\\bK" + i + "\\b", REGTEST.encodeSecret(key(i)));
    }
    return Descriptor.parse(filled, REGTEST, false);
  }

  private static SecretKey key(int number) {
    byte[] secret = new byte[32];
    secret[31] = (byte) number;
    return SecretKey.of(secret, true).orElseThrow();
  }

  private static SecretKey uncompressed() {
    byte[] secret = new byte[32];
    secret[31] = 9;
    return SecretKey.of(secret, false).orElseThrow();
  }
}
