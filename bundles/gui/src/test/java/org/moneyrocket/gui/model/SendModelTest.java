// SPDX-License-Identifier: MIT
package org.moneyrocket.gui.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.After;
import org.junit.Before;
import org.junit.Test;
import org.moneyrocket.gui.fake.EventThread;
import org.moneyrocket.gui.fake.FakeLoader;
import org.moneyrocket.gui.fake.FakeWallet;
import org.moneyrocket.interfaces.wallet.FeeChoice;
import org.moneyrocket.interfaces.wallet.Payment;
import org.moneyrocket.interfaces.wallet.SendDraft;
import org.moneyrocket.interfaces.wallet.SendOutcome;
import org.moneyrocket.interfaces.wallet.SendRequest;
import org.moneyrocket.primitives.Amount;
import org.moneyrocket.primitives.Bytes;

public class SendModelTest {
  private static final SendRequest REQUEST =
      SendModel.request(
          List.of(new Payment("bcrt1qx", new Amount(1_000), "", false)),
          FeeChoice.DEFAULT,
          List.of(),
          true);

  private static final SendDraft DRAFT = new SendDraft(Bytes.fromHex("0102"), new Amount(141));

  private final List<String> again = new ArrayList<>();
  private final Background background = new Background();
  private final Map<String, SendOutcome> disk = new ConcurrentHashMap<>();
  private final FakeWallet wallet = new FakeWallet("a", disk);
  private final FakeLoader loader = new FakeLoader(wallet);
  private WalletsModel wallets;
  private SendModel send;

  @Before
  public void attach() {
    wallets = EventThread.call(() -> new WalletsModel(background));
    send = EventThread.call(() -> new SendModel(wallets.shown()));
    wallets.attach(loader, "");
    EventThread.await("the wallet", () -> wallets.shown().status().isPresent());
  }

  @After
  public void close() {
    background.close();
  }

  private void sendAndAwait(SendModel.State state) {
    EventThread.run(() -> send.send(REQUEST, DRAFT, again::add));
    EventThread.await("state " + state, () -> send.state() == state);
  }

  @Test
  public void saysSentWithTheTransaction() {
    sendAndAwait(SendModel.State.SENT);
    assertThat(send.detail()).hasSize(64);
    assertThat(wallet.sent).containsExactly(REQUEST);
    assertThat(wallet.confirmed).containsExactly(DRAFT);
    assertThat(again).isEmpty();
  }

  @Test
  public void whatCannotBeSentAnyMoreIsAskedForAgainAndNothingIsSent() {
    wallet.changed = "A coin was spent.";
    EventThread.run(() -> send.send(REQUEST, DRAFT, again::add));
    EventThread.await("asked again", () -> again.equals(List.of("A coin was spent.")));
    assertThat(EventThread.call(send::state)).isEqualTo(SendModel.State.NONE);
    assertThat(wallet.sent).isEmpty();
  }

  @Test
  public void whenTheWalletDiesAfterStoringItSaysUnknownAndThenSent() {
    wallet.dieAfterStoring = true;
    EventThread.run(
        () -> {
          send.send(REQUEST, DRAFT, again::add);
          wallets.detach(loader);
        });
    EventThread.await("unknown", () -> send.state() == SendModel.State.UNKNOWN);
    assertThatThrownBy(() -> EventThread.run(() -> send.send(REQUEST, DRAFT, again::add)))
        .hasRootCauseInstanceOf(IllegalStateException.class);
    FakeWallet reborn = new FakeWallet("a", disk);
    wallets.attach(new FakeLoader(reborn), "");
    EventThread.await("sent", () -> send.state() == SendModel.State.SENT);
    assertThat(reborn.sent).as("nothing is sent twice").isEmpty();
  }

  @Test
  public void whenTheWalletDiesBeforeStoringItSaysUnknownAndThenNotSent() {
    wallet.dieBeforeStoring = true;
    EventThread.run(
        () -> {
          send.send(REQUEST, DRAFT, again::add);
          wallets.detach(loader);
        });
    EventThread.await("unknown", () -> send.state() == SendModel.State.UNKNOWN);
    wallets.attach(new FakeLoader(new FakeWallet("a", disk)), "");
    EventThread.await("not sent", () -> send.state() == SendModel.State.NOT_SENT);
  }

  @Test
  public void anotherWalletIsNotAskedForTheFateOfASend() {
    wallet.dieAfterStoring = true;
    EventThread.run(
        () -> {
          send.send(REQUEST, DRAFT, again::add);
          wallets.detach(loader);
        });
    EventThread.await("unknown", () -> send.state() == SendModel.State.UNKNOWN);
    wallets.attach(new FakeLoader(new FakeWallet("b")), "");
    EventThread.await("b", () -> wallets.shown().status().isPresent());
    assertThat(EventThread.call(send::state)).isEqualTo(SendModel.State.UNKNOWN);
  }

  @Test
  public void aWalletThatIsSwitchedAwayStillAnswers() {
    wallets.attach(new FakeLoader(new FakeWallet("b")), "");
    EventThread.await("two wallets", () -> wallets.all().size() == 2);
    EventThread.run(
        () -> {
          send.send(REQUEST, DRAFT, again::add);
          wallets.select(wallets.all().get(1));
        });
    EventThread.await("sent", () -> send.state() == SendModel.State.SENT);
  }
}
