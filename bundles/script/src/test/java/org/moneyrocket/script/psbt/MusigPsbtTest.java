// SPDX-License-Identifier: MIT
package org.moneyrocket.script.psbt;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.Test;
import org.moneyrocket.consensus.interpreter.PrecomputedTransaction;
import org.moneyrocket.consensus.interpreter.ScriptCheck;
import org.moneyrocket.consensus.interpreter.ScriptFlags;
import org.moneyrocket.consensus.params.Chain;
import org.moneyrocket.consensus.params.ChainParameters;
import org.moneyrocket.primitives.Bytes;
import org.moneyrocket.primitives.OutPoint;
import org.moneyrocket.primitives.Transaction;
import org.moneyrocket.primitives.TxIn;
import org.moneyrocket.primitives.TxOut;
import org.moneyrocket.primitives.Txid;
import org.moneyrocket.script.address.ChainFormat;
import org.moneyrocket.script.descriptor.Descriptor;
import org.moneyrocket.script.key.ExtendedSecretKey;
import org.moneyrocket.script.key.KeyPath;
import org.moneyrocket.script.sign.MusigSessions;
import org.moneyrocket.script.sign.SigningData;

/** Three wallets that each know one key sign together, passing a PSBT around. */
public class MusigPsbtTest {
  private static final ChainFormat REGTEST =
      new ChainFormat(ChainParameters.of(Chain.REGTEST).keys());
  private static final OutPoint PREVOUT = new OutPoint(new Txid(Bytes.wrap(new byte[32])), 0);

  @Test
  public void keyPathsAndLeavesAreSignedInTwoRounds() throws Exception {
    for (String text :
        List.of(
            "tr(musig($0,$1,$2))",
            "rawtr(musig($2,$0,$1))",
            "tr(musig($0,$1,$2)/0/*)",
            "tr(musig($0/1/*,$1/2/*,$2/*))",
            "tr($x,pk(musig($0,$1,$2)))",
            "tr($x,{pk($x),pk(musig($0,$1,$2)/7/*)})")) {
      assertSignedInTwoRounds(text);
    }
  }

  private static void assertSignedInTwoRounds(String text) throws Exception {
    List<Wallet> wallets = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      wallets.add(new Wallet(text, i));
    }
    TxOut spent = new TxOut(50_000, wallets.get(0).script);
    assertThat(wallets).allSatisfy(wallet -> assertThat(wallet.script).isEqualTo(spent.script()));
    Psbt psbt =
        Psbt.of(
            new Transaction(
                2,
                List.of(new TxIn(PREVOUT, Bytes.EMPTY, TxIn.SEQUENCE_FINAL)),
                List.of(new TxOut(40_000, spent.script())),
                0),
            2);
    psbt.inputs().get(0).setWitnessUtxo(spent);
    String passed = psbt.toBase64();
    for (int round = 0; round < 2; round++) {
      for (Wallet wallet : wallets) {
        Psbt mine = Psbt.decodeBase64(passed);
        PrecomputedTransaction transaction = PsbtSigner.precompute(mine).orElseThrow();
        PsbtSigner.sign(wallet.data, mine, 0, transaction, PsbtSigner.Options.DEFAULT);
        passed = mine.toBase64();
      }
    }
    Psbt finished = Psbt.decodeBase64(passed);
    assertThat(finished.inputs().get(0).isFinal()).as("%s after two rounds", text).isFalse();
    Optional<Transaction> extracted = PsbtSigner.finishAndExtract(finished);
    assertThat(extracted).as(text).isPresent();
    assertThat(ScriptCheck.checkAll(extracted.get(), List.of(spent), ScriptFlags.STANDARD))
        .as(text)
        .isEmpty();
  }

  @Test
  public void anOldCopySignsNothingAgain() throws Exception {
    Wallet first = new Wallet("tr(musig($0,$1,$2))", 0);
    Wallet second = new Wallet("tr(musig($0,$1,$2))", 1);
    Wallet third = new Wallet("tr(musig($0,$1,$2))", 2);
    Psbt psbt =
        Psbt.of(new Transaction(2, List.of(new TxIn(PREVOUT, Bytes.EMPTY, 0)), List.of(), 0), 0);
    psbt.inputs().get(0).setWitnessUtxo(new TxOut(1000, first.script));
    for (Wallet wallet : List.of(first, second, third)) {
      wallet.sign(psbt);
    }
    Psbt copy = psbt.copy();
    first.sign(psbt);
    assertThat(parts(psbt)).isEqualTo(1);
    first.sign(copy);
    assertThat(parts(copy)).isZero();
  }

  private static int parts(Psbt psbt) {
    return psbt.inputs().get(0).musigPartialSignatures().values().stream()
        .mapToInt(Map::size)
        .sum();
  }

  private static final class Wallet {
    final Bytes script;
    final SigningData data;

    Wallet(String text, int own) throws Exception {
      String filled = text.replace("$x", key(9).neuter().key().toString());
      for (int i = 0; i < 3; i++) {
        filled =
            filled.replace(
                "$" + i,
                i == own
                    ? REGTEST.encodeExtended(key(i))
                    : REGTEST.encodeExtended(key(i).neuter()));
      }
      Descriptor.Parsed parsed = Descriptor.parse(filled, REGTEST, false);
      Descriptor descriptor = parsed.descriptors().get(0);
      Descriptor.Expansion expansion = descriptor.expand(4, parsed.secrets()).orElseThrow();
      script = expansion.scripts().get(0);
      data = expansion.data();
      descriptor.expandSecrets(4, parsed.secrets(), data);
      data.setMusigSessions(new MusigSessions());
      assertThat(descriptor.hasAllSecrets(parsed.secrets())).isFalse();
      assertThat(descriptor.hasAnySecret(parsed.secrets())).isTrue();
    }

    void sign(Psbt psbt) {
      PsbtSigner.sign(
          data, psbt, 0, PsbtSigner.precompute(psbt).orElseThrow(), PsbtSigner.Options.DEFAULT);
    }
  }

  private static ExtendedSecretKey key(int number) {
    byte[] seed = new byte[32];
    seed[0] = (byte) number;
    return ExtendedSecretKey.fromSeed(seed)
        .orElseThrow()
        .derive(new KeyPath(List.of(number)))
        .orElseThrow();
  }
}
