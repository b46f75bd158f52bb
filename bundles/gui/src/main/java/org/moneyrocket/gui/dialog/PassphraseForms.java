// SPDX-License-Identifier: MIT
package org.moneyrocket.gui.dialog;

import static org.moneyrocket.gui.text.Text.t;

import java.time.Duration;
import java.util.Arrays;
import java.util.function.Function;
import javax.swing.JComboBox;
import javax.swing.JPasswordField;
import org.moneyrocket.gui.model.WalletModel;
import org.moneyrocket.interfaces.Secret;
import org.moneyrocket.interfaces.wallet.UnlockOutcome;
import org.moneyrocket.interfaces.wallet.Wallet;

/** Dialogs that take a passphrase. Passphrases are wiped as soon as the wallet has answered. */
public final class PassphraseForms {
  private static final Duration DEFAULT_UNLOCK = Duration.ofMinutes(1);

  private final WalletModel wallet;
  private final Notes notes;

  PassphraseForms(WalletModel wallet, Notes notes) {
    this.wallet = wallet;
    this.notes = notes;
  }

  public void encrypt() {
    JPasswordField first = field();
    JPasswordField second = field();
    new Form(notes, t("Encrypt this wallet"), t("Encrypt"))
        .say(
            t(
                "From then on spending needs the passphrase. Nobody can recover a lost passphrase:"
                    + " write it down. Make a new backup afterwards, earlier ones hold the keys"
                    + " unencrypted."))
        .field(t("Passphrase"), first)
        .field(t("The same again"), second)
        .deed(form -> withNew(form, first, second, this::encrypt))
        .show();
  }

  private void encrypt(Form form, Secret secret) {
    call(form, w -> w.encrypt(secret), t("The wallet is encrypted now."), () -> {}, secret);
  }

  /** Asks for the passphrase and then runs {@code unlocked}. */
  public void unlock(Runnable unlocked) {
    JPasswordField field = field();
    JComboBox<Span> time = new JComboBox<>(Span.values());
    new Form(notes, t("Unlock this wallet"), t("Unlock"))
        .say(t("The wallet can spend until it locks itself again."))
        .field(t("Passphrase"), field)
        .field(t("Stay unlocked for"), time)
        .deed(
            form -> {
              Secret secret = secret(field);
              Duration span =
                  time.getSelectedItem() instanceof Span chosen ? chosen.span : DEFAULT_UNLOCK;
              call(form, w -> w.unlock(secret, span), "", unlocked, secret);
            })
        .show();
  }

  public void lock() {
    wallet.call(
        w -> {
          w.lock();
          return true;
        },
        done -> wallet.refresh(),
        problem -> notes.error(t(problem.text())));
  }

  public void change() {
    JPasswordField old = field();
    JPasswordField first = field();
    JPasswordField second = field();
    new Form(notes, t("Change the passphrase"), t("Change"))
        .field(t("Present passphrase"), old)
        .field(t("New passphrase"), first)
        .field(t("The same again"), second)
        .deed(
            form ->
                withNew(
                    form,
                    first,
                    second,
                    (same, replacement) -> {
                      Secret present = secret(old);
                      call(
                          same,
                          w -> w.changePassphrase(present, replacement),
                          t("The passphrase is changed."),
                          () -> {},
                          present,
                          replacement);
                    }))
        .show();
  }

  /** What to do with a new passphrase. */
  interface WithSecret {
    void use(Form form, Secret secret);
  }

  /** Goes on if both fields hold the same passphrase. */
  static void withNew(Form form, JPasswordField first, JPasswordField second, WithSecret next) {
    char[] one = first.getPassword();
    char[] two = second.getPassword();
    boolean same = Arrays.equals(one, two);
    boolean empty = one.length == 0;
    Arrays.fill(two, '\0');
    if (empty || !same) {
      Arrays.fill(one, '\0');
      form.fail(empty ? t("The passphrase is empty.") : t("The two passphrases differ."));
      return;
    }
    Secret secret = Secret.of(one);
    Arrays.fill(one, '\0');
    next.use(form, secret);
  }

  private void call(
      Form form,
      Function<Wallet, UnlockOutcome> call,
      String success,
      Runnable then,
      Secret... secrets) {
    form.busy(t("One moment\u2026"));
    wallet.call(
        call,
        outcome -> {
          wipe(secrets);
          if (outcome == UnlockOutcome.OK) {
            form.close();
            wallet.refresh();
            then.run();
            if (!success.isEmpty()) {
              notes.info(success);
            }
          } else {
            form.fail(sentence(outcome));
          }
        },
        problem -> {
          wipe(secrets);
          form.fail(t(problem.text()));
        });
  }

  private static String sentence(UnlockOutcome outcome) {
    return switch (outcome) {
      case OK -> "";
      case WRONG_PASSPHRASE -> t("The passphrase is wrong.");
      case NOT_ENCRYPTED -> t("This wallet is not encrypted.");
      case ALREADY_ENCRYPTED -> t("This wallet is encrypted already.");
      case EMPTY_PASSPHRASE -> t("The passphrase is empty.");
      case FAILED -> t("The wallet could not do it; the log says why.");
    };
  }

  private static void wipe(Secret... secrets) {
    for (Secret secret : secrets) {
      secret.close();
    }
  }

  static JPasswordField field() {
    JPasswordField field = new JPasswordField(28);
    // FlatLaf shows a warning sign while Caps Lock is on, and an eye to look at what was typed.
    field.putClientProperty("FlatLaf.style", "showCapsLock:true; showRevealButton:true");
    return field;
  }

  private static Secret secret(JPasswordField field) {
    char[] typed = field.getPassword();
    Secret secret = Secret.of(typed);
    Arrays.fill(typed, '\0');
    return secret;
  }

  /** How long a wallet stays unlocked. */
  private enum Span {
    MINUTE(Duration.ofMinutes(1), "1 minute"),
    TEN_MINUTES(Duration.ofMinutes(10), "10 minutes"),
    HOUR(Duration.ofHours(1), "1 hour"),
    DAY(Duration.ofDays(1), "1 day");

    private final Duration span;
    private final String words;

    Span(Duration span, String words) {
      this.span = span;
      this.words = words;
    }

    @Override
    public String toString() {
      return t(words);
    }
  }
}
