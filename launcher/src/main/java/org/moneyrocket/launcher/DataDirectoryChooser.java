// SPDX-License-Identifier: MIT
package org.moneyrocket.launcher;

import java.awt.BorderLayout;
import java.awt.GridLayout;
import java.io.File;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;
import javax.swing.ButtonGroup;
import javax.swing.JButton;
import javax.swing.JFileChooser;
import javax.swing.JLabel;
import javax.swing.JOptionPane;
import javax.swing.JPanel;
import javax.swing.JRadioButton;
import javax.swing.JTextField;

/** The question where the data should lie. Used on the event thread. */
final class DataDirectoryChooser {
  private static final long GIGABYTE = 1_000_000_000L;
  private static final int GAP = 8;

  private final JRadioButton standard;
  private final JRadioButton other = new JRadioButton("In another place:");
  private final JTextField place = new JTextField(36);
  private final JLabel room = new JLabel();
  private final Path standardPath;

  private DataDirectoryChooser(Path standardPath) {
    this.standardPath = standardPath;
    this.standard = new JRadioButton("In the usual place: " + standardPath, true);
  }

  /** Asks; empty if the user wants to leave. */
  static Optional<Path> ask(Path standardPath) {
    return new DataDirectoryChooser(standardPath).ask();
  }

  private Optional<Path> ask() {
    ButtonGroup group = new ButtonGroup();
    group.add(standard);
    group.add(other);
    JButton browse = new JButton("Choose\u2026");
    browse.addActionListener(event -> browse());
    standard.addActionListener(event -> showRoom());
    other.addActionListener(event -> showRoom());
    JPanel line = new JPanel(new BorderLayout(GAP, 0));
    line.add(place, BorderLayout.CENTER);
    line.add(browse, BorderLayout.EAST);
    JPanel panel = new JPanel(new GridLayout(0, 1, 0, GAP));
    panel.add(new JLabel("Welcome. Where should Moneyrocket keep its blocks and wallets?"));
    panel.add(standard);
    panel.add(other);
    panel.add(line);
    panel.add(room);
    showRoom();
    Object[] deeds = {"Start", "Leave"};
    while (true) {
      int answer =
          JOptionPane.showOptionDialog(
              null,
              panel,
              "Moneyrocket",
              JOptionPane.DEFAULT_OPTION,
              JOptionPane.PLAIN_MESSAGE,
              null,
              deeds,
              deeds[0]);
      if (answer != 0) {
        return Optional.empty();
      }
      Optional<Path> chosen = chosen();
      if (chosen.isPresent()) {
        return chosen;
      }
      room.setText("Enter a full path, or take the usual place.");
    }
  }

  private void browse() {
    JFileChooser chooser = new JFileChooser();
    chooser.setFileSelectionMode(JFileChooser.DIRECTORIES_ONLY);
    if (chooser.showOpenDialog(place) == JFileChooser.APPROVE_OPTION) {
      place.setText(chooser.getSelectedFile().getAbsolutePath());
      other.setSelected(true);
      showRoom();
    }
  }

  private Optional<Path> chosen() {
    if (standard.isSelected()) {
      return Optional.of(standardPath);
    }
    try {
      return Optional.of(Path.of(place.getText().strip()))
          .filter(path -> path.isAbsolute() && !path.toFile().isFile());
    } catch (InvalidPathException e) {
      return Optional.empty();
    }
  }

  private void showRoom() {
    File at = chosen().orElse(standardPath).toFile();
    while (at != null && !at.exists()) {
      at = at.getParentFile();
    }
    long free = at == null ? 0 : at.getUsableSpace();
    room.setText(
        free / GIGABYTE
            + " GB are free there. The main chain needs some 800 GB, or 10 GB with -prune=550.");
  }
}
