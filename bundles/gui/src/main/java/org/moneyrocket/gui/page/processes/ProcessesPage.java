// SPDX-License-Identifier: MIT
package org.moneyrocket.gui.page.processes;

import static org.moneyrocket.gui.text.Text.t;

import java.time.Duration;
import java.util.List;
import javax.swing.JButton;
import javax.swing.JComponent;
import javax.swing.JLabel;
import javax.swing.JPanel;
import javax.swing.Timer;
import net.miginfocom.swing.MigLayout;
import org.moneyrocket.gui.dialog.Notes;
import org.moneyrocket.gui.format.Sizes;
import org.moneyrocket.gui.format.Times;
import org.moneyrocket.gui.model.Models;
import org.moneyrocket.gui.model.ProcessesModel;
import org.moneyrocket.gui.page.Page;
import org.moneyrocket.gui.widget.Buttons;
import org.moneyrocket.gui.widget.Card;
import org.moneyrocket.gui.widget.Icons;
import org.moneyrocket.gui.widget.Labels;
import org.moneyrocket.gui.widget.Theme;
import org.moneyrocket.interfaces.process.ProcessInfo;

/** The page with the processes: what each is, how it fares, and a button to start it anew. */
public final class ProcessesPage implements Page {
  private static final int REFRESH_MILLIS = 2_000;

  private final ProcessesModel processes;
  private final Notes notes;
  private final JPanel page =
      new JPanel(new MigLayout("insets 20 24 20 24, wrap 1, gapy 12", "[grow,fill]", ""));
  private final JPanel list = new JPanel(new MigLayout("insets 0, wrap 1, gapy 12", "[grow,fill]"));
  private final Timer timer;

  public ProcessesPage(Models models, Notes notes) {
    this.processes = models.processes();
    this.notes = notes;
    this.timer = new Timer(REFRESH_MILLIS, event -> processes.refresh());
    page.add(Labels.title(t("Processes")));
    page.add(
        Labels.paragraph(
            t(
                "Node, wallet and window run in one process or in several. A part that fails is"
                    + " started again by itself; the others go on."),
            "muted"),
        "wmin 0");
    page.add(list);
    processes.changes().add(this::show);
  }

  private void show() {
    list.removeAll();
    List<ProcessInfo> all = processes.all();
    if (all.isEmpty()) {
      list.add(Labels.muted(t("No process has said anything about itself yet.")));
    }
    all.forEach(process -> list.add(card(process)));
    list.revalidate();
    list.repaint();
  }

  private Card card(ProcessInfo process) {
    Card card =
        new Card(
            new MigLayout(
                "insets 16 18 16 18, gapx 26, gapy 4, hidemode 3",
                "[40!]14[150,fill][90,fill][110,fill][100,fill][90,fill]push[]",
                "[][]"));
    Card disc = new Card(new MigLayout("insets 9"), back(process.state()));
    disc.add(new JLabel(icon(process.role()).size(20, front(process.state()))));
    card.add(disc, "spany 2");
    card.add(Labels.heading(name(process)));
    List.of(t("Process"), t("Running for"), t("Memory"), t("Sandbox"))
        .forEach(head -> card.add(Labels.muted(head)));
    JButton restart = Buttons.plain(t("Restart"), Icons.REFRESH.size(15), () -> restart(process));
    restart.setVisible(process.restartable());
    card.add(restart, "spany 2");
    card.add(
        Labels.label(word(process.state()), Theme.strong(12f), front(process.state())), "newline");
    card.add(Labels.mono(Long.toString(process.pid())));
    boolean alive = process.state() != ProcessInfo.State.GONE && process.startedAt() > 0;
    Duration up = Duration.ofMillis(Math.max(0, System.currentTimeMillis() - process.startedAt()));
    card.add(Labels.plain(alive ? Times.uptime(up) : "\u2013"));
    card.add(Labels.plain(Sizes.bytes(process.residentBytes())));
    card.add(Labels.plain(t(process.sandbox())));
    if (!process.detail().isEmpty()) {
      card.add(Labels.muted(process.detail()), "newline, skip 1, span, wmin 0");
    }
    return card;
  }

  private void restart(ProcessInfo process) {
    if (!notes.confirm(
        t("Start the %s anew? Whatever waits for it goes on when it is back.", name(process)),
        t("Restart"))) {
      return;
    }
    processes.restart(
        process,
        error -> {
          if (!error.isEmpty()) {
            notes.error(error);
          }
          processes.refresh();
        },
        problem -> notes.error(t(problem.text())));
  }

  private static String name(ProcessInfo process) {
    return switch (process.role()) {
      case "node" -> t("Node");
      case "wallet" -> t("Wallet");
      case "gui" -> t("Window");
      case "all" -> t("Everything");
      default -> process.role();
    };
  }

  private static Icons icon(String role) {
    return switch (role) {
      case "wallet" -> Icons.WALLET;
      case "gui" -> Icons.OVERVIEW;
      case "node" -> Icons.PEERS;
      default -> Icons.PROCESSES;
    };
  }

  private static String word(ProcessInfo.State state) {
    return switch (state) {
      case STARTING -> t("starting");
      case RUNNING -> t("running");
      case STOPPING -> t("stopping");
      case RESTARTING -> t("restarting");
      case FAILED -> t("failed");
      case GONE -> t("gone");
    };
  }

  private static String front(ProcessInfo.State state) {
    return switch (state) {
      case RUNNING -> "good";
      case STARTING, STOPPING, RESTARTING -> "warn";
      case FAILED, GONE -> "bad";
    };
  }

  private static String back(ProcessInfo.State state) {
    return front(state) + "Back";
  }

  @Override
  public String title() {
    return t("Processes");
  }

  @Override
  public Icons icon() {
    return Icons.PROCESSES;
  }

  @Override
  public JComponent component() {
    return page;
  }

  @Override
  public void visible(boolean inView) {
    if (inView) {
      processes.refresh();
      timer.start();
    } else {
      timer.stop();
    }
  }
}
