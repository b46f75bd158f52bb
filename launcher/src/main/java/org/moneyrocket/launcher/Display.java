// SPDX-License-Identifier: MIT
package org.moneyrocket.launcher;

import java.awt.AWTError;
import java.awt.GraphicsEnvironment;
import java.awt.HeadlessException;
import java.awt.Window;
import java.lang.reflect.InvocationTargetException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import javax.swing.JDialog;
import javax.swing.JOptionPane;
import javax.swing.JTextArea;
import javax.swing.SwingUtilities;
import javax.swing.UIManager;
import javax.swing.UnsupportedLookAndFeelException;
import javax.swing.plaf.nimbus.NimbusLookAndFeel;
import org.moneyrocket.settings.Program;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The display of a program with a window, before its container runs and after it has ended. */
final class Display {
  private static final Logger log = LoggerFactory.getLogger(Display.class);
  private static final int COLUMNS = 52;

  private Display() {}

  /**
   * Tells whether a program may show something. Looks at the environment first: programs without a
   * window never load a class of the toolkit.
   */
  static boolean usable(ProgramKind kind, List<String> arguments) {
    return kind.program() == Program.GUI
        && !Launch.isChild(arguments)
        && named(System.getenv(), System.getProperty("os.name", ""))
        && !GraphicsEnvironment.isHeadless();
  }

  static boolean named(Map<String, String> environment, String system) {
    boolean other = system.startsWith("Windows") || system.startsWith("Mac");
    return other
        || !environment.getOrDefault("DISPLAY", "").isEmpty()
        || !environment.getOrDefault("WAYLAND_DISPLAY", "").isEmpty();
  }

  /**
   * Shows an error sentence and waits until the user has seen it. Windows that are still open
   * close: the program behind them has ended.
   */
  static void showError(String text) {
    ask(
        () -> {
          for (Window open : Window.getWindows()) {
            open.dispose();
          }
          JOptionPane pane = new JOptionPane(words(text), JOptionPane.ERROR_MESSAGE);
          JDialog dialog = pane.createDialog("Moneyrocket");
          // Beside the windows of other programs it would open unseen.
          dialog.setAlwaysOnTop(true);
          dialog.setVisible(true);
          dialog.dispose();
          return true;
        });
  }

  /** Makes an area for a sentence, as high as its lines. */
  private static JTextArea words(String text) {
    JTextArea area = new JTextArea(text);
    area.setColumns(COLUMNS);
    area.setLineWrap(true);
    area.setWrapStyleWord(true);
    area.setEditable(false);
    area.setOpaque(false);
    // Its height is known when its width is.
    area.setSize(area.getPreferredSize().width, Short.MAX_VALUE);
    area.setSize(area.getPreferredSize());
    return area;
  }

  /** Asks something on the event thread; empty if the display cannot be used after all. */
  static <T> Optional<T> ask(Callable<T> question) {
    FutureTask<T> task =
        new FutureTask<>(
            () -> {
              dress();
              return question.call();
            });
    try {
      SwingUtilities.invokeAndWait(task);
      return Optional.of(task.get());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    } catch (InvocationTargetException | ExecutionException | HeadlessException | AWTError e) {
      log.warn("The display cannot be used: {}", String.valueOf(e.getCause()));
      return Optional.empty();
    }
  }

  /**
   * Takes the calmer of the two looks that come with Java. That of the window, if there was one, is
   * gone with its bundle.
   */
  private static void dress() {
    UIManager.put("ClassLoader", null);
    try {
      UIManager.setLookAndFeel(new NimbusLookAndFeel());
    } catch (UnsupportedLookAndFeelException e) {
      log.debug("The dialog keeps its plain look", e);
    }
  }
}
