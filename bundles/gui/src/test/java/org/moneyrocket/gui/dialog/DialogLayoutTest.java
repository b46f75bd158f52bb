// SPDX-License-Identifier: MIT
package org.moneyrocket.gui.dialog;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.Dimension;
import java.io.File;
import java.util.ArrayList;
import java.util.List;
import javax.swing.JButton;
import javax.swing.JPanel;
import org.junit.After;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import org.moneyrocket.gui.fake.EventThread;
import org.moneyrocket.gui.fake.FakeLoader;
import org.moneyrocket.gui.fake.FakeNode;
import org.moneyrocket.gui.fake.FakeWallet;
import org.moneyrocket.gui.fake.Fit;
import org.moneyrocket.gui.format.Unit;
import org.moneyrocket.gui.model.Background;
import org.moneyrocket.gui.model.Models;
import org.moneyrocket.gui.model.Preferences;
import org.moneyrocket.gui.model.SendModel;
import org.moneyrocket.gui.widget.Layouts;
import org.moneyrocket.gui.widget.Theme;
import org.moneyrocket.interfaces.wallet.FeeChoice;
import org.moneyrocket.interfaces.wallet.Payment;
import org.moneyrocket.interfaces.wallet.SendRequest;
import org.moneyrocket.primitives.Amount;
import org.moneyrocket.primitives.Bytes;
import org.moneyrocket.primitives.Txid;

/** Every dialog is as high as what it says, from the moment it opens, and nothing is cut off. */
public class DialogLayoutTest {
  private static final Dimension SCREEN = new Dimension(1_800, 1_000);
  private static final Dimension SMALL = new Dimension(760, 400);
  private static final Txid TXID = new Txid(Bytes.wrap(new byte[32]));
  private static final String LONG =
      "Unable to create transaction. The transaction was mined meanwhile, or is in conflict with"
          + " one that was, so that its fee of 0.00000141 BTC cannot be raised to 0.00004512 BTC.";

  @Rule public final TemporaryFolder folder = new TemporaryFolder();

  private final Background background = new Background();
  private final FakeWallet wallet = new FakeWallet("everyday");
  private final List<Form> forms = new ArrayList<>();
  private Models models;
  private Notes notes;
  private WalletActions actions;

  @Before
  public void attach() {
    Preferences preferences =
        Preferences.read(folder.getRoot().toPath().resolve("window.properties"), background);
    models = EventThread.call(() -> Models.create("regtest", background, preferences));
    EventThread.run(
        () -> {
          Theme.install(false);
          notes = new Notes(JPanel::new, forms::add);
          actions = new WalletActions(models, notes);
        });
    models.node().attach(new FakeNode());
    models.wallets().attach(new FakeLoader(wallet, new FakeWallet("savings")), "");
    EventThread.await("the wallet", () -> models.wallet().status().isPresent());
  }

  @After
  public void close() {
    background.close();
  }

  private Form opened(Runnable action) {
    int before = EventThread.call(forms::size);
    EventThread.run(action);
    EventThread.await("a form", () -> forms.size() > before);
    return EventThread.call(() -> forms.get(forms.size() - 1));
  }

  private static SendRequest request() {
    return SendModel.request(
        List.of(
            new Payment("bcrt1q4x8kk0gr6gujlmvlyg2x8d7fu5u38j9w2cz", new Amount(5), "", false),
            new Payment(
                "bcrt1p" + "x8kk0gr6gujlmvlyg2x8d7fu5u38j9w2cz8kk0gr6gujlmvlyg2x8d7fu5u38",
                new Amount(2_099_999_999_999_999L),
                "The landlord, for November and what was left of October",
                true)),
        FeeChoice.DEFAULT,
        List.of(),
        false);
  }

  private List<Form> everyForm() throws Exception {
    File backup = folder.newFile("a-backup-with-a-rather-long-name-of-2026-11-30.dat");
    opened(() -> actions.forms().create());
    opened(() -> actions.forms().load());
    opened(() -> actions.forms().restore(backup, "a-backup-of-2026-11-30"));
    opened(() -> actions.forms().unload());
    opened(() -> actions.passphrases().encrypt());
    opened(() -> actions.passphrases().unlock(() -> {}));
    opened(() -> actions.passphrases().change());
    opened(() -> new LabelForm(models.wallet(), notes).show("bcrt1q4x8kk0gr6gujlmvlyg2x8d7", "a"));
    opened(() -> new TransactionDetails(models, notes).show(TXID));
    opened(() -> new BumpForm(models, notes, actions.passphrases()).show(TXID));
    opened(() -> confirm(""));
    opened(() -> confirm(LONG));
    opened(() -> StopQuestion.ask(notes));
    opened(() -> notes.error(LONG));
    opened(() -> notes.info("The wallet is encrypted now."));
    opened(() -> notes.confirm(LONG, "Abandon"));
    opened(() -> notes.path("You find it here:", "/home/u/.moneyrocket/regtest/debug.log"));
    return List.copyOf(forms);
  }

  private void confirm(String changed) {
    new ConfirmSend(notes, Unit.BTC).ask(request(), wallet.previewFor(request()), changed);
  }

  /** Gives a form the size it asks for when it opens; returns what does not fit. */
  private static List<String> shown(Form form, Dimension room) {
    return EventThread.call(
        () -> {
          form.content().setSize(form.size(room));
          Layouts.settle(form.content());
          return Fit.faults(form.content(), form.size(room));
        });
  }

  @Test
  public void everyDialogFitsWhatItSays() throws Exception {
    for (Form form : everyForm()) {
      assertThat(shown(form, SCREEN)).as(form.title()).isEmpty();
      int height = form.content().getHeight();
      assertThat(height).as("height of " + form.title()).isBetween(100, 700);
      assertThat(form.content().getWidth()).as("width of " + form.title()).isBetween(400, 760);
      assertThat(EventThread.call(() -> form.content().getPreferredSize().height))
          .as("nothing empty in " + form.title())
          .isEqualTo(height);
      for (double scale : new double[] {1, 1.5, 2}) {
        EventThread.run(() -> Fit.paint(form.content(), scale));
      }
    }
  }

  @Test
  public void anErrorMakesADialogHigherAndLeavesTheButtonsInIt() throws Exception {
    for (Form form : everyForm()) {
      EventThread.run(() -> form.fail(LONG));
      assertThat(shown(form, SCREEN)).as(form.title()).isEmpty();
    }
  }

  @Test
  public void onASmallScreenTheFieldsScrollAndTheButtonsStay() throws Exception {
    for (Form form : everyForm()) {
      EventThread.run(() -> form.fail(LONG));
      shown(form, SMALL);
      assertThat(form.content().getHeight()).as(form.title()).isLessThanOrEqualTo(SMALL.height);
      JButton deed = form.deedButton();
      assertThat(deed.getParent().getY() + deed.getY() + deed.getHeight())
          .as("the button of " + form.title())
          .isLessThanOrEqualTo(form.content().getHeight());
      assertThat(deed.getHeight()).isGreaterThanOrEqualTo(deed.getPreferredSize().height);
    }
  }

  @Test
  public void aFeeThatCannotBeRaisedSaysSoInsideOfTheDialog() {
    wallet.bumpError = LONG;
    Form form = opened(() -> new BumpForm(models, notes, actions.passphrases()).show(TXID));
    EventThread.await("the reason", () -> Fit.shows(form.content(), LONG));
    assertThat(shown(form, SCREEN)).isEmpty();
    EventThread.run(() -> form.deedButton().doClick());
    assertThat(wallet.confirmed).as("nothing was confirmed").isEmpty();
    assertThat(EventThread.call(models.send()::state)).isEqualTo(SendModel.State.NONE);
  }

  @Test
  public void theReplacementThatIsShownIsTheOneThatIsConfirmed() {
    wallet.feeSats = 2_000;
    Form form = opened(() -> new BumpForm(models, notes, actions.passphrases()).show(TXID));
    EventThread.await("the fee", () -> Fit.shows(form.content(), "6\u2009000 sat"));
    wallet.feeSats = 9_000;
    EventThread.run(() -> form.deedButton().doClick());
    EventThread.await("sent", () -> models.send().state() == SendModel.State.SENT);
    assertThat(wallet.confirmed).hasSize(1);
    assertThat(wallet.confirmed.get(0).fee()).isEqualTo(new Amount(6_000));
  }
}
