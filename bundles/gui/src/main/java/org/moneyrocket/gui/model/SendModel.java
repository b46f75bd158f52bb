// SPDX-License-Identifier: MIT
package org.moneyrocket.gui.model;

import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.moneyrocket.interfaces.wallet.FeeChoice;
import org.moneyrocket.interfaces.wallet.Payment;
import org.moneyrocket.interfaces.wallet.SendDraft;
import org.moneyrocket.interfaces.wallet.SendOutcome;
import org.moneyrocket.interfaces.wallet.SendRequest;
import org.moneyrocket.primitives.OutPoint;
import org.moneyrocket.primitives.Txid;

/**
 * The fate of the payment, or replacement of one, that was made last. One whose wallet died is
 * neither repeated nor forgotten: its key is asked for when that wallet is back, until the answer
 * is known. Used on the event thread only.
 */
public final class SendModel {
  /** What is known of the last send. */
  public enum State {
    NONE,
    SENDING,
    SENT,
    NOT_SENT,
    /** The wallet went away in the middle; it is asked when it is back. */
    UNKNOWN
  }

  private final WalletModel wallet;
  private final Changes changes = new Changes();
  private State state = State.NONE;
  private @Nullable String key;
  private String walletName = "";
  private String detail = "";
  private boolean asking;

  public SendModel(WalletModel wallet) {
    this.wallet = wallet;
    wallet.changes().add(this::askAgain);
  }

  public Changes changes() {
    return changes;
  }

  public State state() {
    return state;
  }

  /** Tells whether the fate of the last send is still open, so that no other may begin. */
  public boolean open() {
    return state == State.SENDING || state == State.UNKNOWN;
  }

  /** Returns the transaction, or what is wrong. */
  public String detail() {
    return detail;
  }

  /** Returns the name of the wallet that the last send was for. */
  public String walletName() {
    return walletName;
  }

  /** Makes a request with a key of its own. */
  public static SendRequest request(
      List<Payment> payments, FeeChoice fee, List<OutPoint> coins, boolean replaceable) {
    return new SendRequest(newKey(), payments, fee, coins, replaceable, "");
  }

  private static String newKey() {
    return UUID.randomUUID().toString();
  }

  /**
   * Sends what was confirmed; there must be no other send whose fate is open.
   *
   * @param again gets the reason if that cannot be sent any more, so that the user is asked again
   */
  public void send(SendRequest wanted, SendDraft confirmed, Consumer<String> again) {
    begin(wanted.key(), w -> w.send(wanted, confirmed), again);
  }

  /**
   * Replaces a transaction by the confirmed one; its fate is followed like that of a send.
   *
   * @param again gets the reason if that cannot be sent any more, so that the user is asked again
   */
  public void bump(Txid txid, SendDraft confirmed, Consumer<String> again) {
    String ownKey = newKey();
    begin(ownKey, w -> w.bump(txid, confirmed, ownKey), again);
  }

  private void begin(String newKey, WalletModel.Work<SendOutcome> call, Consumer<String> again) {
    if (open()) {
      throw new IllegalStateException("the fate of the last send is not known yet");
    }
    if (!wallet.present()) {
      set(State.NOT_SENT, wallet.notice());
      return;
    }
    key = newKey;
    walletName = wallet.name().orElse("");
    set(State.SENDING, "");
    wallet.callChecked(
        call,
        outcome -> take(outcome, again),
        problem -> {
          // Whatever went wrong, it may have happened after the transaction was stored.
          set(State.UNKNOWN, problem.text());
          askAgain();
        });
  }

  private void take(SendOutcome outcome, Consumer<String> again) {
    switch (outcome.state()) {
      case CHANGED -> {
        key = null;
        set(State.NONE, "");
        again.accept(outcome.error());
      }
      case SENT -> set(State.SENT, outcome.txid().map(Object::toString).orElse(""));
      case NOT_SENT -> set(State.NOT_SENT, outcome.error());
      case UNKNOWN -> set(State.NOT_SENT, "The wallet never saw it: no money has moved.");
    }
  }

  /** Asks for the fate of an open send as soon as its wallet is there again. */
  private void askAgain() {
    String open = key;
    if (state != State.UNKNOWN || open == null || asking) {
      return;
    }
    boolean back = wallet.status().map(s -> s.name().equals(walletName)).orElse(false);
    if (!back) {
      return;
    }
    asking = true;
    wallet.callChecked(
        w -> w.sendOutcome(open),
        outcome -> {
          asking = false;
          take(outcome, why -> set(State.NOT_SENT, why));
        },
        problem -> {
          // Asked again with the next change of the wallet.
          asking = false;
        });
  }

  /** The user has seen the outcome. */
  public void acknowledge() {
    if (!open()) {
      key = null;
      set(State.NONE, "");
    }
  }

  private void set(State newState, String text) {
    state = newState;
    detail = text;
    changes.fire();
  }
}
