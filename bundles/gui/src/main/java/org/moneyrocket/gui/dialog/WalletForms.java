// SPDX-License-Identifier: MIT
package org.moneyrocket.gui.dialog;

import static org.moneyrocket.gui.text.Text.t;

import java.io.File;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import javax.swing.JCheckBox;
import javax.swing.JComboBox;
import javax.swing.JFileChooser;
import javax.swing.JPasswordField;
import javax.swing.JTextField;
import org.moneyrocket.gui.model.Models;
import org.moneyrocket.gui.model.Problem;
import org.moneyrocket.gui.model.WalletRef;
import org.moneyrocket.gui.model.WalletsModel;
import org.moneyrocket.gui.widget.Labels;
import org.moneyrocket.interfaces.Secret;
import org.moneyrocket.interfaces.wallet.CreateWallet;
import org.moneyrocket.interfaces.wallet.WalletFailure;
import org.moneyrocket.interfaces.wallet.WalletOutcome;

/** Dialogs that make, open, close, save and restore wallets. */
public final class WalletForms {
  private final Models models;
  private final WalletsModel wallets;
  private final Notes notes;

  WalletForms(Models models, Notes notes) {
    this.models = models;
    this.wallets = models.wallets();
    this.notes = notes;
  }

  public void create() {
    JTextField name = new JTextField();
    JCheckBox encrypt = new JCheckBox(t("Encrypt it with a passphrase"));
    JPasswordField first = PassphraseForms.field();
    JPasswordField second = PassphraseForms.field();
    JCheckBox watchOnly = new JCheckBox(t("Without private keys (watch only)"));
    JCheckBox blank = new JCheckBox(t("Blank: keys or descriptors come later"));
    JCheckBox avoidReuse = new JCheckBox(t("Keep coins of used addresses apart"));
    Runnable fit =
        () -> {
          first.setEnabled(encrypt.isSelected());
          second.setEnabled(encrypt.isSelected());
          encrypt.setEnabled(!watchOnly.isSelected());
        };
    encrypt.addActionListener(event -> fit.run());
    watchOnly.addActionListener(
        event -> {
          if (watchOnly.isSelected()) {
            encrypt.setSelected(false);
          }
          fit.run();
        });
    fit.run();
    new Form(notes, t("Create a wallet"), t("Create"))
        .field(t("Name"), name)
        .row(encrypt)
        .field(t("Passphrase"), first)
        .field(t("The same again"), second)
        .row(watchOnly)
        .row(blank)
        .row(avoidReuse)
        .deed(
            form -> {
              if (encrypt.isSelected()) {
                PassphraseForms.withNew(
                    form,
                    first,
                    second,
                    (same, secret) ->
                        create(same, name, watchOnly, blank, avoidReuse, Optional.of(secret)));
              } else {
                create(form, name, watchOnly, blank, avoidReuse, Optional.empty());
              }
            })
        .show();
  }

  private void create(
      Form form,
      JTextField name,
      JCheckBox watchOnly,
      JCheckBox blank,
      JCheckBox avoidReuse,
      Optional<Secret> passphrase) {
    form.busy(t("Making the wallet\u2026"));
    Consumer<WalletOutcome> done = finish(form);
    Consumer<Problem> failed = failure(form);
    wallets.create(
        new CreateWallet(
            name.getText().strip(),
            !watchOnly.isSelected(),
            blank.isSelected(),
            passphrase,
            avoidReuse.isSelected(),
            Optional.of(true)),
        outcome -> {
          passphrase.ifPresent(Secret::close);
          done.accept(outcome);
        },
        problem -> {
          passphrase.ifPresent(Secret::close);
          failed.accept(problem);
        });
  }

  public void load() {
    wallets.available(
        names -> {
          if (names.isEmpty()) {
            notes.info(t("There is no other wallet in the wallets directory."));
          } else {
            load(names);
          }
        },
        problem -> notes.error(t(problem.text())));
  }

  private void load(List<String> names) {
    JComboBox<String> choice = new JComboBox<>(names.toArray(String[]::new));
    new Form(notes, t("Open a wallet"), t("Open"))
        .field(t("Wallet"), choice)
        .deed(
            form -> {
              form.busy(t("Opening the wallet; it may have to catch up with the chain\u2026"));
              wallets.load(String.valueOf(choice.getSelectedItem()), finish(form), failure(form));
            })
        .show();
  }

  /** Asks for a backup and for the name that it is restored under. */
  public void restore() {
    restore("");
  }

  /**
   * Asks for a backup and for the name that it is restored under.
   *
   * @param proposed the name to begin with; empty for that of the file
   */
  public void restore(String proposed) {
    JFileChooser chooser = new JFileChooser();
    chooser.setDialogTitle(t("Choose the backup"));
    if (chooser.showOpenDialog(notes.parent()) != JFileChooser.APPROVE_OPTION) {
      return;
    }
    File backup = chooser.getSelectedFile();
    restore(backup, proposed.isEmpty() ? proposedName(backup) : proposed);
  }

  /** Asks for the name that a backup is restored under. */
  void restore(File backup, String proposed) {
    String file = backup.getAbsolutePath();
    JTextField name = new JTextField(proposed);
    new Form(notes, t("Restore a wallet"), t("Restore"))
        .row(Labels.code(file))
        .field(t("Name of the wallet"), name)
        .deed(
            form -> {
              form.busy(t("Restoring the wallet\u2026"));
              wallets.restore(file, name.getText().strip(), finish(form), failure(form));
            })
        .show();
  }

  private static String proposedName(File file) {
    String name = file.getName();
    int dot = name.lastIndexOf('.');
    return dot > 0 ? name.substring(0, dot) : name;
  }

  private Consumer<WalletOutcome> finish(Form form) {
    return outcome -> {
      if (outcome.ok()) {
        form.close();
        if (!outcome.warnings().isEmpty()) {
          notes.info(String.join("\n", outcome.warnings()));
        }
      } else {
        form.fail(outcome.error());
      }
    };
  }

  private static Consumer<Problem> failure(Form form) {
    return problem -> form.fail(t(problem.text()));
  }

  public void backup() {
    JFileChooser chooser = new JFileChooser();
    chooser.setDialogTitle(t("Where should the backup go?"));
    String name = models.wallet().name().orElse("");
    chooser.setSelectedFile(new File((name.isEmpty() ? "wallet" : name) + "-backup.dat"));
    if (chooser.showSaveDialog(notes.parent()) != JFileChooser.APPROVE_OPTION) {
      return;
    }
    File file = chooser.getSelectedFile();
    if (file.exists()
        && !notes.confirm(t("%s exists already.", file.getName()), t("Overwrite it"))) {
      return;
    }
    models
        .wallet()
        .call(
            w -> w.backup(file.getAbsolutePath()),
            error -> {
              if (error.isEmpty()) {
                notes.info(t("The backup is written to %s.", file.getAbsolutePath()));
              } else {
                notes.error(error);
              }
            },
            problem -> notes.error(t(problem.text())));
  }

  /** Opens a wallet that could not be opened at the start. */
  public void tryAgain(WalletFailure failure) {
    wallets.load(
        failure.name(),
        outcome -> {
          if (!outcome.ok()) {
            notes.error(outcome.error());
          }
        },
        problem -> notes.error(t(problem.text())));
  }

  /** No longer tries to open a wallet at the start. */
  public void leaveOut(WalletFailure failure) {
    if (!notes.confirm(
        t("Start without this wallet from now on? Its file stays: %s", failure.file()),
        t("Leave it out"))) {
      return;
    }
    wallets.leaveOut(
        failure,
        outcome -> {
          if (!outcome.ok()) {
            notes.error(outcome.error());
          }
        },
        problem -> notes.error(t(problem.text())));
  }

  public void unload() {
    Optional<WalletRef> selected = wallets.selected();
    if (selected.isEmpty()
        || !notes.confirm(
            t("Close the wallet \u201c%s\u201d? Its file stays.", selected.get().title()),
            t("Close the wallet"))) {
      return;
    }
    wallets.unload(
        selected.get(),
        outcome -> {
          if (!outcome.ok()) {
            notes.error(outcome.error());
          }
        },
        problem -> notes.error(t(problem.text())));
  }
}
