// SPDX-License-Identifier: MIT
package org.moneyrocket.gui.page.send;

import static org.moneyrocket.gui.text.Text.t;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javax.swing.JButton;
import javax.swing.JLabel;
import javax.swing.JPanel;
import javax.swing.JScrollPane;
import javax.swing.JTable;
import javax.swing.table.AbstractTableModel;
import net.miginfocom.swing.MigLayout;
import org.moneyrocket.gui.format.AmountText;
import org.moneyrocket.gui.model.Models;
import org.moneyrocket.gui.widget.Buttons;
import org.moneyrocket.gui.widget.Card;
import org.moneyrocket.gui.widget.Icons;
import org.moneyrocket.gui.widget.Labels;
import org.moneyrocket.interfaces.wallet.CoinEntry;
import org.moneyrocket.primitives.Amount;
import org.moneyrocket.primitives.OutPoint;

/** Lets the user choose the coins to spend, and lock coins. Folded until asked for. */
final class CoinsCard extends Card {
  private static final long serialVersionUID = 1L;
  private static final int COINS = 1_000;

  private final transient Models models;
  private final transient Runnable changed;
  private final transient List<CoinEntry> coins = new ArrayList<>();
  private final transient Set<OutPoint> chosen = new HashSet<>();
  private final Table model = new Table();
  private final JLabel sum = Labels.muted("");
  private final JPanel body = new JPanel(new MigLayout("insets 0, wrap 1", "[grow,fill]"));
  private long revision = -1;

  CoinsCard(Models models, Runnable changed) {
    super(new MigLayout("insets 8 12 8 18, wrap 1, gapy 6, hidemode 3", "[grow,fill]"));
    this.models = models;
    this.changed = changed;
    JPanel head = new JPanel(new MigLayout("insets 0", "[]push[]"));
    head.setOpaque(false);
    JButton fold = Buttons.quiet(t("Choose coins"), Icons.COINS.size(16), this::fold);
    head.add(fold);
    head.add(sum);
    add(head);
    JTable table = new JTable(model);
    table.getColumnModel().getColumn(0).setMaxWidth(50);
    table.getColumnModel().getColumn(4).setMaxWidth(90);
    table.getColumnModel().getColumn(3).setMaxWidth(130);
    body.setOpaque(false);
    body.add(new JScrollPane(table), "h 190!");
    body.setVisible(false);
    add(body);
    models.wallet().changes().add(this::walletChanged);
    models.preferences().changes().add(this::showSum);
  }

  private void fold() {
    body.setVisible(!body.isVisible());
    refresh();
    revalidate();
  }

  private void walletChanged() {
    if (models.wallet().revision() != revision) {
      refresh();
    }
  }

  /** Reads the coins again if they are shown. */
  void refresh() {
    if ((!body.isVisible() && chosen.isEmpty()) || !models.wallet().present()) {
      return;
    }
    revision = models.wallet().revision();
    models
        .wallet()
        .call(
            w -> w.coins(0, COINS),
            found -> {
              coins.clear();
              coins.addAll(found);
              Set<OutPoint> there = new HashSet<>();
              found.forEach(coin -> there.add(coin.outPoint()));
              if (chosen.retainAll(there)) {
                changed.run();
              }
              model.fireTableDataChanged();
              showSum();
            },
            problem -> sum.setText(t(problem.text())));
  }

  List<OutPoint> chosen() {
    return List.copyOf(chosen);
  }

  /** Returns the sum of the chosen coins, empty if the wallet is to choose. */
  Optional<Amount> chosenTotal() {
    if (chosen.isEmpty()) {
      return Optional.empty();
    }
    long sats =
        coins.stream()
            .filter(coin -> chosen.contains(coin.outPoint()))
            .mapToLong(coin -> coin.amount().sats())
            .sum();
    return Optional.of(new Amount(sats));
  }

  void clear() {
    chosen.clear();
    model.fireTableDataChanged();
    showSum();
  }

  private void showSum() {
    sum.setText(
        chosenTotal()
            .map(
                total ->
                    t(
                        "%d chosen, %s",
                        chosen.size(), AmountText.full(total, models.preferences().unit())))
            .orElse(t("The wallet chooses")));
  }

  private void lock(CoinEntry coin, boolean locked) {
    models
        .wallet()
        .call(
            w -> w.setCoinLocked(coin.outPoint(), locked),
            done -> refresh(),
            problem -> sum.setText(t(problem.text())));
  }

  private final class Table extends AbstractTableModel {
    private static final long serialVersionUID = 1L;

    @Override
    public int getRowCount() {
      return coins.size();
    }

    @Override
    public int getColumnCount() {
      return 5;
    }

    @Override
    public String getColumnName(int column) {
      return switch (column) {
        case 0 -> "";
        case 1 -> t("Amount");
        case 2 -> t("Address or label");
        case 3 -> t("Confirmations");
        default -> t("Locked");
      };
    }

    @Override
    public Class<?> getColumnClass(int column) {
      return switch (column) {
        case 0, 4 -> Boolean.class;
        default -> String.class;
      };
    }

    @Override
    public boolean isCellEditable(int row, int column) {
      CoinEntry coin = coins.get(row);
      return column == 4 || (column == 0 && coin.spendable() && !coin.locked());
    }

    @Override
    public Object getValueAt(int row, int column) {
      CoinEntry coin = coins.get(row);
      return switch (column) {
        case 0 -> chosen.contains(coin.outPoint());
        case 1 -> AmountText.full(coin.amount(), models.preferences().unit());
        case 2 -> coin.label().isEmpty() ? coin.address() : coin.label();
        case 3 -> Integer.toString(coin.confirmations());
        default -> coin.locked();
      };
    }

    @Override
    public void setValueAt(Object value, int row, int column) {
      CoinEntry coin = coins.get(row);
      boolean on = Boolean.TRUE.equals(value);
      if (column == 4) {
        if (on) {
          chosen.remove(coin.outPoint());
        }
        lock(coin, on);
      } else if (on) {
        chosen.add(coin.outPoint());
      } else {
        chosen.remove(coin.outPoint());
      }
      showSum();
      changed.run();
    }
  }
}
