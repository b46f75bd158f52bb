// SPDX-License-Identifier: MIT
package org.moneyrocket.kernel.connect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.After;
import org.junit.Test;
import org.moneyrocket.consensus.interpreter.PrecomputedTransaction;
import org.moneyrocket.consensus.interpreter.ScriptError;
import org.moneyrocket.consensus.interpreter.ScriptFlags;
import org.moneyrocket.consensus.interpreter.SignatureCache;
import org.moneyrocket.primitives.Bytes;
import org.moneyrocket.primitives.OutPoint;
import org.moneyrocket.primitives.Transaction;
import org.moneyrocket.primitives.TxIn;
import org.moneyrocket.primitives.TxOut;
import org.moneyrocket.primitives.Txid;

public class ScriptPoolTest {
  private static final Bytes YES = Bytes.fromHex("51");
  private static final Bytes NO = Bytes.fromHex("00");

  private final ScriptPool pool = new ScriptPool(3);
  private final SignatureCache cache = new SignatureCache(1 << 16);

  @After
  public void close() {
    pool.close();
  }

  private ScriptPool.Run run() {
    return pool.start(ScriptFlags.MANDATORY, cache, false);
  }

  private static Transaction transaction(int inputs) {
    List<TxIn> all = new ArrayList<>();
    for (int i = 0; i < inputs; i++) {
      all.add(new TxIn(new OutPoint(Txid.ZERO, i), Bytes.EMPTY, -1));
    }
    return new Transaction(1, all, List.of(new TxOut(0, YES)), 0);
  }

  /** A transaction whose inputs can all be spent by anybody, except one that nobody can spend. */
  private static PrecomputedTransaction spending(int inputs, int wrong) {
    List<TxOut> spent = new ArrayList<>(Collections.nCopies(inputs, new TxOut(1, YES)));
    if (wrong >= 0) {
      spent.set(wrong, new TxOut(1, NO));
    }
    return PrecomputedTransaction.of(transaction(inputs), spent);
  }

  @Test
  public void findsTheOnlyWrongInputWhereverItIs() {
    for (int inputs : new int[] {1, 2, 15, 16, 17, 32, 33, 200}) {
      for (int wrong = 0; wrong < inputs; wrong++) {
        ScriptPool.Run run = run();
        run.add(spending(20, -1));
        run.add(spending(inputs, wrong));
        run.add(spending(3, -1));
        Optional<ScriptPool.Failure> failure = run.finish();
        assertThat(failure).isPresent();
        assertThat(failure.get().input()).isEqualTo(wrong);
        assertThat(failure.get().error()).isEqualTo(ScriptError.EVAL_FALSE);
      }
    }
  }

  @Test
  public void isContentWhenAllIsRight() {
    for (int i = 0; i < 200; i++) {
      ScriptPool.Run run = run();
      for (int j = 0; j < i; j++) {
        run.add(spending(1 + (i * j) % 50, -1));
      }
      assertThat(run.finish()).isEmpty();
    }
  }

  @Test
  public void aDefectOfOursIsNeverTakenForValidity() {
    for (int i = 0; i < 50; i++) {
      ScriptPool.Run run = run();
      run.add(spending(40, -1));
      // What it spends is not known, which must not happen here.
      run.add(PrecomputedTransaction.withoutSpentOutputs(transaction(1 + i)));
      run.add(spending(40, -1));
      assertThatThrownBy(run::finish)
          .isInstanceOf(IllegalStateException.class)
          .hasMessage("checking scripts failed");
    }
    ScriptPool.Run after = run();
    after.add(spending(40, 39));
    assertThat(after.finish()).isPresent();
  }

  @Test
  public void aRunThatWasGivenUpLeavesNothingToTheNext() {
    for (int i = 0; i < 50; i++) {
      ScriptPool.Run first = run();
      first.add(spending(200, 150));
      first.cancel();
      ScriptPool.Run second = run();
      second.add(spending(20, -1));
      assertThat(second.finish()).isEmpty();
    }
  }
}
