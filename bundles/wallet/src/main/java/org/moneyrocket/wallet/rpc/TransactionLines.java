// SPDX-License-Identifier: MIT
package org.moneyrocket.wallet.rpc;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.moneyrocket.interfaces.chain.BlockInfo;
import org.moneyrocket.primitives.BlockHash;
import org.moneyrocket.primitives.Transaction;
import org.moneyrocket.primitives.TxIn;
import org.moneyrocket.primitives.Txid;
import org.moneyrocket.rpc.Json;
import org.moneyrocket.rpc.Result;
import org.moneyrocket.wallet.OpenWallet;
import org.moneyrocket.wallet.coins.BalanceSheet;
import org.moneyrocket.wallet.coins.TxMovements;
import org.moneyrocket.wallet.coins.WalletTx;
import org.moneyrocket.wallet.store.TxState;

/**
 * Transactions in answers. Needs the wallet's lock, except for {@link #askTimes}, which completes
 * what was made without it.
 */
final class TransactionLines {
  /** Inputs with a sequence number below this say that the transaction may be replaced (BIP125). */
  private static final long FINAL = 0xffff_fffeL;

  private final OpenWallet wallet;
  private final BalanceSheet trust;
  private final Map<BlockHash, List<ObjectNode>> untimed = new HashMap<>();

  TransactionLines(OpenWallet wallet) {
    this.wallet = wallet;
    this.trust = wallet.balanceSheet();
  }

  // ---- one transaction

  /** Adds what can be said of a transaction as a whole. */
  void put(ObjectNode out, WalletTx tx) {
    out.put("confirmations", wallet.ledger().depth(tx));
    if (tx.isCoinbase()) {
      out.put("generated", true);
    }
    if (tx.state() instanceof TxState.Confirmed confirmed) {
      out.put("blockhash", confirmed.block().toString());
      out.put("blockheight", confirmed.height());
      out.put("blockindex", confirmed.position());
      // The place in the answer; the node is asked for the time afterwards.
      out.put("blocktime", 0);
      untimed.computeIfAbsent(confirmed.block(), b -> new ArrayList<>()).add(out);
    } else {
      out.put("trusted", trust.isTrusted(tx));
    }
    out.put("txid", tx.txid().toString());
    out.put("wtxid", tx.transaction().wtxid().toString());
    ArrayNode alternates = out.putArray("alternate_wtxids");
    tx.alternates().forEach(wtxid -> alternates.add(wtxid.toString()));
    ArrayNode conflicts = out.putArray("walletconflicts");
    wallet.ledger().conflicts(tx).forEach(txid -> conflicts.add(txid.toString()));
    ArrayNode mempoolConflicts = out.putArray("mempoolconflicts");
    new TreeSet<>(tx.mempoolConflicts()).forEach(txid -> mempoolConflicts.add(txid.toString()));
    out.put("time", tx.time());
    out.put("timereceived", tx.timeReceived());
    if (wallet.settings().deprecatedRpc().contains("bip125")) {
      out.put("bip125-replaceable", replaceable(tx));
    }
    tx.notes().comment().ifPresent(comment -> out.put("comment", comment));
    tx.notes().to().ifPresent(to -> out.put("to", to));
    tx.notes().replaces().ifPresent(txid -> out.put("replaces_txid", txid.toString()));
    tx.notes().replacedBy().ifPresent(txid -> out.put("replaced_by_txid", txid.toString()));
  }

  /** Asks the node for the times of the blocks. To be called without the wallet's lock. */
  void askTimes() {
    untimed.forEach(
        (block, lines) -> {
          Optional<Long> time = wallet.chain().knownBlock(block).map(BlockInfo::time);
          for (ObjectNode line : lines) {
            time.ifPresentOrElse(t -> line.put("blocktime", t), () -> line.remove("blocktime"));
          }
        });
    untimed.clear();
  }

  private String replaceable(WalletTx tx) {
    if (wallet.ledger().depth(tx) > 0) {
      return "no";
    }
    if (signals(tx.transaction())) {
      return "yes";
    }
    if (!tx.inMempool()) {
      return "unknown";
    }
    return ancestorSignals(tx) ? "yes" : "no";
  }

  private static boolean signals(Transaction transaction) {
    return transaction.inputs().stream()
        .anyMatch(in -> Integer.toUnsignedLong(in.sequence()) < FINAL);
  }

  private boolean ancestorSignals(WalletTx tx) {
    List<WalletTx> todo = new ArrayList<>(List.of(tx));
    TreeSet<Txid> seen = new TreeSet<>();
    while (!todo.isEmpty()) {
      for (TxIn in : todo.removeLast().transaction().inputs()) {
        Optional<WalletTx> parent =
            wallet.ledger().find(in.prevout().txid()).filter(WalletTx::inMempool);
        if (parent.isPresent() && seen.add(parent.get().txid())) {
          if (signals(parent.get().transaction())) {
            return true;
          }
          todo.add(parent.get());
        }
      }
    }
    return false;
  }

  /** What {@link #put} adds. */
  static List<Result> results() {
    return List.of(
        Result.number("confirmations", "Confirmations; negative if a block holds a conflict"),
        Result.flag("generated", "True for a coinbase").optional(),
        Result.flag("trusted", "Whether it can be relied on without confirmations").optional(),
        Result.hex("blockhash", "The block that holds it").optional(),
        Result.number("blockheight", "Height of that block").optional(),
        Result.number("blockindex", "Place in that block").optional(),
        Result.time("blocktime", "Time of that block").optional(),
        Result.hex("txid", "Its id"),
        Result.hex("wtxid", "Its id with witness"),
        Result.array("alternate_wtxids", "Ids of other forms of it", Result.hex("wtxid", "")),
        Result.array(
            "walletconflicts",
            "Transactions of the wallet that spend the same coins",
            Result.hex("txid", "")),
        Result.hex("replaced_by_txid", "The transaction that replaces it").optional(),
        Result.hex("replaces_txid", "The transaction it replaces").optional(),
        Result.array(
            "mempoolconflicts",
            "Transactions in the mempool that it or an ancestor conflicts with",
            Result.hex("txid", "")),
        Result.text("to", "Note on whom it is for").optional(),
        Result.time("time", "Its time"),
        Result.time("timereceived", "When the wallet first saw it"),
        Result.text("comment", "Note on it").optional(),
        Result.text("bip125-replaceable", "yes, no or unknown (deprecated)").optional());
  }

  // ---- one line for each output

  /**
   * Adds the lines of a transaction.
   *
   * @param minDepth least confirmations of lines about money received
   * @param whole whether each line tells of the transaction as well
   * @param label shows only money received with that label
   */
  void addLines(
      List<ObjectNode> lines,
      WalletTx tx,
      int minDepth,
      boolean whole,
      Optional<String> label,
      boolean withChange) {
    TxMovements movements = TxMovements.of(tx, wallet.ledger(), wallet.book(), withChange);
    if (label.isEmpty()) {
      for (TxMovements.Movement sent : movements.sent()) {
        lines.add(sentLine(tx, sent, movements.feeSats(), whole));
      }
    }
    if (wallet.ledger().depth(tx) < minDepth) {
      return;
    }
    for (TxMovements.Movement received : movements.received()) {
      Optional<String> known = wallet.book().label(received.script());
      if (label.isEmpty() || known.orElse("").equals(label.get())) {
        lines.add(receivedLine(tx, received, known, whole));
      }
    }
  }

  private ObjectNode sentLine(WalletTx tx, TxMovements.Movement sent, long feeSats, boolean whole) {
    ObjectNode out = Json.object();
    putAddress(out, sent);
    out.put("category", "send");
    out.set("amount", Json.amount(-sent.valueSats()));
    wallet.book().label(sent.script()).ifPresent(label -> out.put("label", label));
    out.put("vout", sent.output());
    out.set("fee", Json.amount(-feeSats));
    if (whole) {
      put(out, tx);
    }
    out.put("abandoned", tx.isAbandoned());
    return out;
  }

  private ObjectNode receivedLine(
      WalletTx tx, TxMovements.Movement received, Optional<String> label, boolean whole) {
    ObjectNode out = Json.object();
    putAddress(out, received);
    CallContext.putParents(out, wallet, received.script());
    out.put("category", receivedCategory(tx));
    out.set("amount", Json.amount(received.valueSats()));
    label.ifPresent(text -> out.put("label", text));
    out.put("vout", received.output());
    out.put("abandoned", tx.isAbandoned());
    if (whole) {
      put(out, tx);
    }
    return out;
  }

  private void putAddress(ObjectNode out, TxMovements.Movement movement) {
    wallet.format().addressOf(movement.script()).ifPresent(address -> out.put("address", address));
  }

  private String receivedCategory(WalletTx tx) {
    if (!tx.isCoinbase()) {
      return "receive";
    }
    if (wallet.ledger().depth(tx) < 1) {
      return "orphan";
    }
    return wallet.ledger().isImmature(tx) ? "immature" : "generate";
  }

  /** What a line has. */
  static List<Result> lineResults(boolean whole) {
    List<Result> results = new ArrayList<>();
    results.add(Result.text("address", "The address, if the output has one").optional());
    results.add(
        Result.text("category", "send, receive, or of coinbases generate, immature or orphan"));
    results.add(Result.amount("amount", "Amount in BTC, negative if it was sent"));
    results.add(Result.text("label", "Label of the address").optional());
    results.add(Result.number("vout", "Number of the output"));
    results.add(Result.amount("fee", "The fee in BTC, negative; only if sent").optional());
    if (whole) {
      results.addAll(results());
    }
    results.add(Result.flag("abandoned", "Whether it was given up"));
    results.add(CallContext.parentsResult().optional());
    return results;
  }
}
