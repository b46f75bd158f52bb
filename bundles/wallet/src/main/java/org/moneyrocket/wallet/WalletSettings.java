// SPDX-License-Identifier: MIT
package org.moneyrocket.wallet;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.moneyrocket.primitives.FeeRate;
import org.moneyrocket.script.address.OutputType;
import org.moneyrocket.settings.Option;
import org.moneyrocket.settings.Settings;
import org.moneyrocket.settings.StartException;
import org.moneyrocket.settings.catalogue.ConnectionOptions;
import org.moneyrocket.settings.catalogue.RelayOptions;
import org.moneyrocket.settings.catalogue.RpcOptions;
import org.moneyrocket.settings.catalogue.WalletOptions;
import org.moneyrocket.wallet.select.SelectionLimits;

/**
 * The options that change how a wallet behaves, read when it is loaded. Amounts in satoshis.
 *
 * @param changeType empty lets each payment decide
 * @param maxApsFeeSats what avoiding partial spends may cost more; -1 never tries
 * @param signalRbf whether transactions say that they may be replaced
 * @param notifyCommand shell command for changed transactions, empty for none
 * @param signerCommand command line of the external signer, empty for none
 * @param deprecatedRpc deprecated features that are switched on
 * @param warnings sentences for the user
 */
public record WalletSettings(
    OutputType addressType,
    Optional<OutputType> changeType,
    boolean avoidPartialSpends,
    FeeRate minFeeRate,
    FeeRate fallbackFeeRate,
    FeeRate discardRate,
    FeeRate consolidateRate,
    long maxTxFeeSats,
    long maxApsFeeSats,
    int confirmTarget,
    int keypoolSize,
    boolean spendZeroConfChange,
    boolean signalRbf,
    boolean broadcast,
    String notifyCommand,
    boolean crossChain,
    SelectionLimits selectionLimits,
    String signerCommand,
    List<String> deprecatedRpc,
    List<String> warnings) {
  private static final long HIGH_RATE = 1_000_000;
  private static final long HIGH_APS_FEE = 10_000;
  private static final long HIGH_MAX_FEE = 100_000_000;

  public WalletSettings {
    deprecatedRpc = List.copyOf(deprecatedRpc);
    warnings = List.copyOf(warnings);
  }

  /**
   * Reads the options.
   *
   * @param relayMin lowest fee rate the node relays
   * @throws StartException when one makes no sense
   */
  public static WalletSettings of(Settings settings, FeeRate relayMin) {
    List<String> warnings = new ArrayList<>();
    String addressType = settings.get(WalletOptions.ADDRESSTYPE);
    String changeType = settings.get(WalletOptions.CHANGETYPE);
    boolean zeroConf = settings.get(WalletOptions.SPENDZEROCONFCHANGE);
    if (relayMin.satsPerKvb() > HIGH_RATE) {
      warnings.add(
          high("-minrelaytxfee")
              + " The wallet will avoid paying less than the minimum relay fee.");
    }
    if (settings.isSet(WalletOptions.WALLETRBF)) {
      warnings.add("-walletrbf is deprecated and will be fully removed in the next release.");
    }
    return new WalletSettings(
        addressType.isEmpty()
            ? OutputType.BECH32
            : type(addressType, "Unknown address type '" + addressType + "'"),
        changeType.isEmpty()
            ? Optional.empty()
            : Optional.of(type(changeType, "Unknown change type '" + changeType + "'")),
        settings.get(WalletOptions.AVOIDPARTIALSPENDS),
        rate(
            settings,
            WalletOptions.MINTXFEE,
            "This is the minimum transaction fee you pay on every transaction.",
            warnings),
        rate(
            settings,
            WalletOptions.FALLBACKFEE,
            "This is the transaction fee you may pay when fee estimates are not available.",
            warnings),
        rate(
            settings,
            WalletOptions.DISCARDFEE,
            "This is the transaction fee you may discard if change is smaller than dust at this"
                + " level",
            warnings),
        new FeeRate(settings.get(WalletOptions.CONSOLIDATEFEERATE)),
        maxFee(settings, relayMin, warnings),
        maxApsFee(settings, warnings),
        Math.clamp(settings.get(WalletOptions.TXCONFIRMTARGET), 1, Integer.MAX_VALUE),
        Math.clamp(settings.get(WalletOptions.KEYPOOL), 1, 10_000_000),
        zeroConf,
        settings.get(WalletOptions.WALLETRBF),
        broadcast(settings),
        settings.get(WalletOptions.WALLETNOTIFY),
        settings.get(WalletOptions.WALLETCROSSCHAIN),
        new SelectionLimits(
            limit(settings, RelayOptions.LIMITANCESTORCOUNT),
            limit(settings, RelayOptions.LIMITDESCENDANTCOUNT),
            zeroConf,
            settings.get(WalletOptions.WALLETREJECTLONGCHAINS)),
        settings.get(WalletOptions.SIGNER),
        settings.get(RpcOptions.DEPRECATEDRPC),
        warnings);
  }

  private static boolean broadcast(Settings settings) {
    return settings.isSet(WalletOptions.WALLETBROADCAST)
        ? settings.get(WalletOptions.WALLETBROADCAST)
        : !settings.get(ConnectionOptions.BLOCKSONLY);
  }

  private static int limit(Settings settings, Option<Long> option) {
    return Math.clamp(settings.get(option), 0, Integer.MAX_VALUE);
  }

  private static OutputType type(String text, String error) {
    return OutputType.byLabel(text).orElseThrow(() -> new StartException(error));
  }

  private static FeeRate rate(
      Settings settings, Option<Long> option, String ifHigh, List<String> warnings) {
    long sats = settings.get(option);
    if (sats > HIGH_RATE) {
      warnings.add(high(option.name()) + " " + ifHigh);
    }
    return new FeeRate(sats);
  }

  private static long maxFee(Settings settings, FeeRate relayMin, List<String> warnings) {
    long sats = settings.get(WalletOptions.MAXTXFEE);
    if (sats > HIGH_MAX_FEE) {
      warnings.add(high("-maxtxfee") + " Fees this large could be paid on a single transaction.");
    }
    if (settings.isSet(WalletOptions.MAXTXFEE) && sats < relayMin.satsPerKvb()) {
      throw new StartException(
          "Invalid amount for -maxtxfee=<amount>: '"
              + settings.getString("-maxtxfee")
              + "' (must be at least the minrelay fee of "
              + relayMin
              + " to prevent stuck transactions)");
    }
    return sats;
  }

  private static long maxApsFee(Settings settings, List<String> warnings) {
    if (settings.isSet(WalletOptions.MAXAPSFEE)
        && settings.getString("-maxapsfee").strip().equals("-1")) {
      return -1;
    }
    long sats = settings.get(WalletOptions.MAXAPSFEE);
    if (sats > HIGH_APS_FEE) {
      warnings.add(
          high("-maxapsfee")
              + " This is the maximum transaction fee you pay (in addition to the normal fee) to"
              + " prioritize partial spend avoidance over regular coin selection.");
    }
    return sats;
  }

  private static String high(String option) {
    return option + " is set very high!";
  }
}
