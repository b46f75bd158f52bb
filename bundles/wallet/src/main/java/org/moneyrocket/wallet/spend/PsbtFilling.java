// SPDX-License-Identifier: MIT
package org.moneyrocket.wallet.spend;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.moneyrocket.consensus.interpreter.PrecomputedTransaction;
import org.moneyrocket.primitives.Bytes;
import org.moneyrocket.primitives.TxOut;
import org.moneyrocket.rpc.signer.ExternalSigner;
import org.moneyrocket.rpc.signer.SignerException;
import org.moneyrocket.script.key.PublicKey;
import org.moneyrocket.script.psbt.Psbt;
import org.moneyrocket.script.psbt.PsbtError;
import org.moneyrocket.script.psbt.PsbtException;
import org.moneyrocket.script.psbt.PsbtInput;
import org.moneyrocket.script.psbt.PsbtSigner;
import org.moneyrocket.script.sign.InputSignatures;
import org.moneyrocket.script.sign.SigningData;
import org.moneyrocket.wallet.OpenWallet;
import org.moneyrocket.wallet.coins.WalletTx;
import org.moneyrocket.wallet.store.WalletFlag;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Adds what a wallet knows to a PSBT and signs it (BIP174). Needs the wallet's lock. */
public final class PsbtFilling {
  private static final Logger log = LoggerFactory.getLogger(PsbtFilling.class);

  /**
   * What is to be done.
   *
   * @param sign whether private keys are used, as far as the wallet is unlocked
   * @param hashType what signatures cover; empty for what the PSBT says, or the usual
   * @param finish whether inputs that have all signatures are finished
   * @param withOrigins whether derivations of keys are added
   */
  public record Options(boolean sign, OptionalInt hashType, boolean finish, boolean withOrigins) {
    /** Adds scripts and derivations. */
    public static final Options UPDATE = new Options(false, OptionalInt.empty(), true, true);

    /** Signs and finishes; adds no derivations. */
    public static final Options SIGN = new Options(true, OptionalInt.empty(), true, false);
  }

  /** A PSBT cannot be filled. */
  public static final class FillException extends Exception {
    private static final long serialVersionUID = 1L;

    private final PsbtError error;

    FillException(PsbtError error) {
      super(error.message());
      this.error = error;
    }

    public PsbtError error() {
      return error;
    }
  }

  private final OpenWallet wallet;
  private final Psbt psbt;
  private final Options options;

  private PsbtFilling(OpenWallet wallet, Psbt psbt, Options options) {
    this.wallet = wallet;
    this.psbt = psbt;
    this.options = options;
  }

  /**
   * A PSBT after it was filled.
   *
   * @param psbt the one that was given, or what an external signer made of it
   * @param complete whether all inputs are signed
   */
  public record Filled(Psbt psbt, boolean complete) {}

  /** Fills a PSBT. An external signer is waited for. */
  public static Filled fill(OpenWallet wallet, Psbt psbt, Options options) throws FillException {
    if (!options.sign() || !wallet.has(WalletFlag.EXTERNAL_SIGNER)) {
      return new Filled(psbt, new PsbtFilling(wallet, psbt, options).run());
    }
    Options update = new Options(false, options.hashType(), options.finish(), true);
    if (new PsbtFilling(wallet, psbt, update).run()) {
      return new Filled(psbt, true);
    }
    Psbt signed = signOutside(wallet, psbt);
    if (options.finish()) {
      PsbtSigner.finish(signed);
    }
    return new Filled(signed, isComplete(signed));
  }

  private static Psbt signOutside(OpenWallet wallet, Psbt psbt) throws FillException {
    ExternalSigner signer;
    try {
      signer = wallet.signer();
    } catch (SignerException e) {
      log.warn("{} {}", wallet.logName(), e.getMessage());
      throw new FillException(PsbtError.EXTERNAL_SIGNER_NOT_FOUND);
    }
    try {
      if (!isKnownTo(signer, psbt)) {
        throw new SignerException(
            "Signer fingerprint "
                + signer.fingerprint()
                + " does not match any of the inputs:\n"
                + psbt.toBase64());
      }
      return Psbt.decodeBase64(signer.sign(psbt.toBase64()));
    } catch (PsbtException e) {
      log.warn("{} Failed to sign: TX decode failed {}", wallet.logName(), e.getMessage());
    } catch (SignerException e) {
      log.warn("{} Failed to sign: {}", wallet.logName(), e.getMessage());
    }
    throw new FillException(PsbtError.EXTERNAL_SIGNER_FAILED);
  }

  private static boolean isKnownTo(ExternalSigner signer, Psbt psbt) {
    return psbt.inputs().stream()
        .flatMap(
            input ->
                Stream.concat(
                    input.keys().values().stream(),
                    input.taprootKeys().values().stream().map(InputSignatures.TaprootKey::origin)))
        .anyMatch(origin -> origin.fingerprint().toHex().equalsIgnoreCase(signer.fingerprint()));
  }

  private static boolean isComplete(Psbt psbt) throws FillException {
    PrecomputedTransaction transaction =
        PsbtSigner.precompute(psbt).orElseThrow(() -> new FillException(PsbtError.INVALID_TX));
    boolean complete = true;
    for (int i = 0; i < psbt.inputs().size(); i++) {
      complete &= PsbtSigner.isSigned(psbt, i, transaction);
    }
    return complete;
  }

  private boolean run() throws FillException {
    for (PsbtInput input : psbt.inputs()) {
      if (!input.isFinal() && input.nonWitnessUtxo().isEmpty()) {
        wallet
            .ledger()
            .find(input.prevout().txid())
            .map(WalletTx::transaction)
            .ifPresent(input::setNonWitnessUtxo);
      }
    }
    PrecomputedTransaction transaction =
        PsbtSigner.precompute(psbt).orElseThrow(() -> new FillException(PsbtError.INVALID_TX));
    for (int i = 0; i < psbt.inputs().size(); i++) {
      fillInput(i, transaction);
    }
    for (int i = 0; i < psbt.outputs().size(); i++) {
      fillOutput(i);
    }
    PsbtSigner.removeUnneededTransactions(psbt);
    return isComplete(psbt);
  }

  private void fillInput(int index, PrecomputedTransaction transaction) throws FillException {
    PsbtInput input = psbt.inputs().get(index);
    if (input.isFinal()) {
      return;
    }
    if (input.witnessUtxo().isEmpty()
        && input
            .nonWitnessUtxo()
            .map(tx -> Integer.toUnsignedLong(input.prevout().index()) >= tx.outputs().size())
            .orElse(false)) {
      throw new FillException(PsbtError.MISSING_INPUTS);
    }
    Optional<TxOut> spent = input.utxo();
    if (spent.isEmpty()) {
      return;
    }
    try (SigningData data = dataFor(input, spent.get().script())) {
      SigningData used = options.withOrigins() ? data : data.withoutOrigins();
      used.setMusigSessions(wallet.ring().musigSessions());
      Optional<PsbtError> error =
          PsbtSigner.sign(
                  used,
                  psbt,
                  index,
                  transaction,
                  new PsbtSigner.Options(options.hashType(), options.finish()))
              .error();
      if (error.isPresent() && error.get() != PsbtError.INCOMPLETE) {
        throw new FillException(error.get());
      }
    }
  }

  /** Collects what the wallet knows of an input: by its script, else by keys listed with it. */
  private SigningData dataFor(PsbtInput input, Bytes script) {
    SigningData data = wallet.ring().signingData(List.of(script), options.sign());
    if (!wallet.ring().isMine(script)) {
      List<PublicKey> keys = new ArrayList<>(input.keys().keySet());
      input.taprootKeys().keySet().forEach(key -> keys.addAll(key.bothParities()));
      for (PublicKey key : keys) {
        wallet.ring().signingData(key, options.sign()).ifPresent(data::merge);
      }
    }
    return data;
  }

  private void fillOutput(int index) {
    Bytes script = psbt.outputs().get(index).output().script();
    if (!wallet.ring().isMine(script)) {
      return;
    }
    SigningData data = wallet.ring().signingData(List.of(script), false);
    PsbtSigner.updateOutput(options.withOrigins() ? data : data.withoutSecrets(false), psbt, index);
  }
}
