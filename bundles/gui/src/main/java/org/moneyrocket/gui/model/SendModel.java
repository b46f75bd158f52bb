// SPDX-License-Identifier: MIT
package org.moneyrocket.gui.model;

import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.moneyrocket.interfaces.wallet.FeeChoice;
import org.moneyrocket.interfaces.wallet.Payment;
import org.moneyrocket.interfaces.wallet.SendOutcome;
import org.moneyrocket.interfaces.wallet.SendRequest;

/**
 * The fate of the send that was made last. A send whose wallet died is neither repeated nor
 * forgotten: its key is asked for when the wallet is back, until the answer is known.
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
  private @Nullable SendRequest request;
  private String detail = "";
  private boolean asking;

  public SendModel(WalletModel wallet) {
    this.wallet = wallet;
    wallet.changes().add(this::walletChanged);
  }

  public Changes changes() {
    return changes;
  }

  public State state() {
    return state;
  }

  /** Returns the transaction, or what is wrong. */
  public String detail() {
    return detail;
  }

  /** Makes a request with a key of its own. */
  public static SendRequest request(List<Payment> payments, FeeChoice fee, boolean replaceable) {
    return new SendRequest(UUID.randomUUID().toString(), payments, fee, List.of(), replaceable, "");
  }

  /** Sends; there must be no other send whose fate is open. */
  public void send(SendRequest wanted) {
    if (state == State.SENDING || state == State.UNKNOWN) {
      throw new IllegalStateException("the fate of the last send is not known yet");
    }
    request = wanted;
    set(State.SENDING, "");
    wallet.call(
        w -> w.send(wanted),
        this::take,
        problem -> {
          if (problem.lost()) {
            set(State.UNKNOWN, problem.text());
            walletChanged();
          } else {
            set(State.NOT_SENT, problem.text());
          }
        });
  }

  private void take(SendOutcome outcome) {
    switch (outcome.state()) {
      case SENT -> set(State.SENT, outcome.txid().map(Object::toString).orElse("the transaction"));
      case NOT_SENT -> set(State.NOT_SENT, outcome.error());
      case UNKNOWN ->
          set(State.NOT_SENT, "The wallet never saw it, so nothing was sent and nothing is lost.");
    }
  }

  /** Asks for the fate of an open send as soon as there is a wallet again. */
  private void walletChanged() {
    SendRequest open = request;
    if (state == State.UNKNOWN && open != null && wallet.status().isPresent() && !asking) {
      asking = true;
      wallet.call(
          w -> w.sendOutcome(open.key()),
          outcome -> {
            asking = false;
            take(outcome);
          },
          problem -> asking = false);
    } else if (state == State.SENDING && !wallet.present()) {
      set(State.UNKNOWN, "The wallet process ended while it was sending.");
    }
  }

  /** The user has seen the outcome. */
  public void acknowledge() {
    if (state == State.SENT || state == State.NOT_SENT) {
      request = null;
      set(State.NONE, "");
    }
  }

  private void set(State newState, String text) {
    state = newState;
    detail = text;
    changes.fire();
  }
}
