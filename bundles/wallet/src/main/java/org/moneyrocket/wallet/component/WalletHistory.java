// SPDX-License-Identifier: MIT
package org.moneyrocket.wallet.component;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.moneyrocket.interfaces.wallet.TxDetails;
import org.moneyrocket.interfaces.wallet.TxEntry;
import org.moneyrocket.interfaces.wallet.TxPage;
import org.moneyrocket.interfaces.wallet.TxQuery;
import org.moneyrocket.primitives.Amount;
import org.moneyrocket.wallet.OpenWallet;
import org.moneyrocket.wallet.coins.TxMovements;
import org.moneyrocket.wallet.coins.WalletTx;
import org.moneyrocket.wallet.store.TxState;

/** The transactions of a wallet as lines for people. Needs the wallet's lock. */
final class WalletHistory {
  private static final int MAX_LIMIT = 1000;

  private final OpenWallet wallet;

  WalletHistory(OpenWallet wallet) {
    this.wallet = wallet;
  }

  TxPage page(TxQuery query) {
    int limit = Math.clamp(query.limit(), 1, MAX_LIMIT);
    int offset = Math.max(0, query.offset());
    List<TxEntry> window = new ArrayList<>();
    int total = 0;
    String text = query.text().toLowerCase(Locale.ROOT);
    for (WalletTx tx : wallet.ledger().ordered().descendingSet()) {
      if (tx.time() < query.fromTime() || tx.time() > query.toTime()) {
        continue;
      }
      for (TxEntry entry : entries(tx)) {
        if (query.kind().map(kind -> kind != entry.kind()).orElse(false) || !matches(entry, text)) {
          continue;
        }
        if (total >= offset && window.size() < limit) {
          window.add(entry);
        }
        total++;
      }
    }
    return new TxPage(List.copyOf(window), total, wallet.events().revision());
  }

  private static boolean matches(TxEntry entry, String text) {
    return text.isEmpty()
        || entry.address().toLowerCase(Locale.ROOT).contains(text)
        || entry.label().toLowerCase(Locale.ROOT).contains(text)
        || entry.txid().toString().contains(text);
  }

  private List<TxEntry> entries(WalletTx tx) {
    TxMovements movements = TxMovements.of(tx, wallet.ledger(), wallet.book(), false);
    List<TxEntry> entries = new ArrayList<>();
    Optional<Amount> fee =
        movements.fromMe() ? Optional.of(new Amount(-movements.feeSats())) : Optional.empty();
    for (TxMovements.Movement sent : movements.sent()) {
      entries.add(entry(tx, sent, TxEntry.Kind.SENT, -sent.valueSats(), fee));
    }
    for (TxMovements.Movement received : movements.received()) {
      entries.add(entry(tx, received, receivedKind(tx), received.valueSats(), Optional.empty()));
    }
    return entries;
  }

  private TxEntry.Kind receivedKind(WalletTx tx) {
    if (!tx.isCoinbase()) {
      return TxEntry.Kind.RECEIVED;
    }
    if (wallet.ledger().depth(tx) < 1) {
      return TxEntry.Kind.ORPHAN;
    }
    return wallet.ledger().isImmature(tx) ? TxEntry.Kind.IMMATURE : TxEntry.Kind.GENERATED;
  }

  private TxEntry entry(
      WalletTx tx,
      TxMovements.Movement movement,
      TxEntry.Kind kind,
      long sats,
      Optional<Amount> fee) {
    boolean bumpable =
        kind == TxEntry.Kind.SENT
            && wallet.ledger().depth(tx) == 0
            && tx.notes().replacedBy().isEmpty()
            && !wallet.ledger().hasSpentOutput(tx.transaction())
            && wallet.ledger().allInputsMine(tx.transaction());
    Optional<Integer> height =
        tx.state() instanceof TxState.Confirmed s ? Optional.of(s.height()) : Optional.empty();
    return new TxEntry(
        tx.txid(),
        movement.output(),
        kind,
        wallet.format().addressOf(movement.script()).orElse(""),
        wallet.book().label(movement.script()).orElse(""),
        new Amount(sats),
        fee,
        wallet.ledger().depth(tx),
        height,
        tx.time(),
        tx.isAbandoned(),
        bumpable,
        tx.notes().replacedBy());
  }

  TxDetails details(WalletTx tx) {
    TxMovements movements = TxMovements.of(tx, wallet.ledger(), wallet.book(), false);
    long net = wallet.ledger().credit(tx) - wallet.ledger().debit(tx.transaction());
    Optional<String> block =
        tx.state() instanceof TxState.Confirmed s
            ? Optional.of(s.block().toString())
            : Optional.empty();
    return new TxDetails(
        tx.txid(),
        tx.transaction().toBytes(),
        entries(tx),
        new Amount(net),
        movements.fromMe() ? Optional.of(new Amount(movements.feeSats())) : Optional.empty(),
        wallet.ledger().depth(tx),
        block,
        tx.time(),
        tx.isAbandoned(),
        tx.notes().comment().orElse(""));
  }
}
