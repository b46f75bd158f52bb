// SPDX-License-Identifier: MIT
package org.moneyrocket.gui.widget;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.AWTKeyStroke;
import java.awt.Component;
import java.awt.KeyboardFocusManager;
import java.awt.event.ActionEvent;
import java.util.ArrayList;
import java.util.List;
import javax.swing.JPopupMenu;
import javax.swing.JTable;
import javax.swing.KeyStroke;
import javax.swing.table.DefaultTableModel;
import org.junit.Before;
import org.junit.Test;
import org.moneyrocket.gui.fake.EventThread;

/** Tables can be used without a mouse. */
public class TablesTest {
  private final List<Integer> menus = new ArrayList<>();
  private final List<Integer> opened = new ArrayList<>();
  private JTable table;

  @Before
  public void make() {
    EventThread.run(
        () -> {
          Theme.install(false);
          table = Tables.table(new DefaultTableModel(new String[] {"a", "b"}, 3));
          Tables.onRow(table, Menu::new, opened::add);
        });
  }

  private final class Menu extends JPopupMenu {
    private static final long serialVersionUID = 1L;

    @Override
    public void show(Component invoker, int x, int y) {
      menus.add(table.rowAtPoint(new java.awt.Point(x, y - 1)));
    }
  }

  private void press(String key) {
    EventThread.run(
        () -> {
          Object name = table.getInputMap().get(KeyStroke.getKeyStroke(key));
          assertThat(name).as(key).isNotNull();
          table.getActionMap().get(name).actionPerformed(new ActionEvent(table, 0, key));
        });
  }

  @Test
  public void theMenuKeyAndShiftF10OpenTheMenuOfTheSelectedRow() {
    EventThread.run(() -> table.setRowSelectionInterval(2, 2));
    press("CONTEXT_MENU");
    press("shift F10");
    assertThat(menus).containsExactly(2, 2);
  }

  @Test
  public void withoutASelectionTheFirstRowIsTaken() {
    press("shift F10");
    assertThat(menus).containsExactly(0);
    assertThat(table.getSelectedRow()).isZero();
  }

  @Test
  public void withoutRowsThereIsNoMenu() {
    EventThread.run(() -> ((DefaultTableModel) table.getModel()).setRowCount(0));
    press("shift F10");
    assertThat(menus).isEmpty();
  }

  @Test
  public void enterOpensTheSelectedRow() {
    press("ENTER");
    assertThat(opened).isEmpty();
    EventThread.run(() -> table.setRowSelectionInterval(1, 1));
    press("ENTER");
    assertThat(opened).containsExactly(1);
  }

  @Test
  public void tabLeavesTheTable() {
    assertThat(table.getFocusTraversalKeys(KeyboardFocusManager.FORWARD_TRAVERSAL_KEYS))
        .contains(AWTKeyStroke.getAWTKeyStroke("TAB"));
  }
}
