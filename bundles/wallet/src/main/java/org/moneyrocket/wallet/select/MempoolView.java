// SPDX-License-Identifier: MIT
package org.moneyrocket.wallet.select;

import java.util.List;
import java.util.Optional;
import org.moneyrocket.interfaces.chain.MempoolAncestry;
import org.moneyrocket.primitives.FeeRate;
import org.moneyrocket.primitives.OutPoint;
import org.moneyrocket.primitives.Txid;

/** What choosing coins needs to know of the mempool. */
public interface MempoolView {
  MempoolAncestry ancestry(Txid txid);

  /** Returns what the ancestors of all coins together lack; empty if they are too many. */
  Optional<Long> combinedBumpFee(List<OutPoint> outPoints, FeeRate rate);
}
