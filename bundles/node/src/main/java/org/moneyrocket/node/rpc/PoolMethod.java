// SPDX-License-Identifier: MIT
package org.moneyrocket.node.rpc;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.moneyrocket.node.core.NodeCore;
import org.moneyrocket.node.mempool.Mempool;
import org.moneyrocket.node.mempool.MempoolEntry;
import org.moneyrocket.primitives.Txid;
import org.moneyrocket.rpc.Json;
import org.moneyrocket.rpc.Result;
import org.moneyrocket.rpc.RpcErrorCode;
import org.moneyrocket.rpc.RpcException;

/** What the methods about the mempool have in common. */
abstract class PoolMethod extends NodeMethod {
  protected PoolMethod(NodeCore core) {
    super(core);
  }

  protected final Mempool pool() {
    return core.pool();
  }

  /** Runs {@code action} with the mempool's lock held. */
  protected final <T> T withPool(Supplier<T> action) {
    pool().lock().lock();
    try {
      return action.get();
    } finally {
      pool().lock().unlock();
    }
  }

  /** Finds an entry, or fails as users know it. */
  protected final MempoolEntry entry(Txid txid) {
    return pool()
        .find(txid)
        .orElseThrow(
            () ->
                new RpcException(
                    RpcErrorCode.INVALID_ADDRESS_OR_KEY, "Transaction not in mempool"));
  }

  /** Describes an entry; with the mempool's lock held. */
  protected final ObjectNode describe(MempoolEntry entry) {
    Set<MempoolEntry> ancestors = pool().ancestors(entry);
    Set<MempoolEntry> descendants = pool().descendants(entry);
    ObjectNode out = Json.object();
    out.put("vsize_adjusted", entry.vsize());
    out.put("vsize", entry.vsize());
    out.put("vsize_bip141", entry.tx().vsize());
    out.put("weight", entry.tx().weight());
    out.put("time", entry.time());
    out.put("height", entry.height());
    out.put("descendantcount", descendants.size() + 1);
    out.put("descendantsize", vsize(descendants) + entry.vsize());
    out.put("ancestorcount", ancestors.size() + 1);
    out.put("ancestorsize", vsize(ancestors) + entry.vsize());
    out.put("wtxid", entry.tx().wtxid().toString());
    out.put("chunkweight", entry.chunk().rate().size());
    ObjectNode fees = out.putObject("fees");
    fees.set("base", Json.amount(entry.baseFee()));
    fees.set("modified", Json.amount(entry.modifiedFee()));
    fees.set("ancestor", Json.amount(fees(ancestors) + entry.modifiedFee()));
    fees.set("descendant", Json.amount(fees(descendants) + entry.modifiedFee()));
    fees.set("chunk", Json.amount(fees(entry.chunk().entries())));
    out.set(
        "depends",
        Json.array(
            entry.parents().stream().map(parent -> parent.txid().toString()).sorted().toList()));
    out.set(
        "spentby",
        Json.array(
            entry.children().stream()
                .map(MempoolEntry::txid)
                .sorted()
                .map(Txid::toString)
                .toList()));
    out.put("unbroadcast", pool().isUnbroadcast(entry.txid()));
    if (isDeprecatedEnabled("bip125")) {
      boolean signals =
          signalsReplacement(entry) || ancestors.stream().anyMatch(PoolMethod::signalsReplacement);
      out.put("bip125-replaceable", signals);
    }
    return out;
  }

  private static boolean signalsReplacement(MempoolEntry entry) {
    return entry.tx().inputs().stream()
        .anyMatch(input -> Integer.compareUnsigned(input.sequence(), 0xfffffffd) <= 0);
  }

  private static long vsize(Set<MempoolEntry> entries) {
    return entries.stream().mapToLong(MempoolEntry::vsize).sum();
  }

  /** Sums what users see; the order of mining goes by fees that are kept within bounds. */
  static long fees(Collection<MempoolEntry> entries) {
    return entries.stream().mapToLong(MempoolEntry::modifiedFee).sum();
  }

  /** Describes {@link #describe}. */
  protected final List<Result> entryResults() {
    List<Result> out =
        new ArrayList<>(
            List.of(
                Result.number("vsize_adjusted", "Virtual bytes with signature operations counted"),
                Result.number("vsize", "The same (deprecated)"),
                Result.number("vsize_bip141", "Virtual bytes (BIP141)"),
                Result.number("weight", "Weight (BIP141)"),
                Result.time("time", "When it came in, seconds since 1970"),
                Result.number("height", "Height of the chain when it came in"),
                Result.number("descendantcount", "Descendants with itself"),
                Result.number("descendantsize", "Their virtual bytes"),
                Result.number("ancestorcount", "Ancestors with itself"),
                Result.number("ancestorsize", "Their virtual bytes"),
                Result.hex("wtxid", "The id with witness"),
                Result.number("chunkweight", "Adjusted weight of what it would be mined with"),
                Result.object(
                    "fees",
                    "Fees in BTC",
                    Result.amount("base", "Its fee"),
                    Result.amount("modified", "Its fee with the delta for mining"),
                    Result.amount("ancestor", "Modified fees of ancestors with itself"),
                    Result.amount("descendant", "Modified fees of descendants with itself"),
                    Result.amount("chunk", "Modified fees of what it would be mined with")),
                Result.array("depends", "Parents in the mempool", Result.hex("", "An id")),
                Result.array("spentby", "Children in the mempool", Result.hex("", "An id")),
                Result.flag("unbroadcast", "Whether no peer has asked for it yet")));
    if (isDeprecatedEnabled("bip125")) {
      out.add(
          Result.flag(
              "bip125-replaceable", "Whether it or an ancestor signals BIP125 (deprecated)"));
    }
    return out;
  }
}
