// SPDX-License-Identifier: MIT
package org.moneyrocket.gui.widget;

import com.formdev.flatlaf.FlatClientProperties;
import java.awt.Component;
import java.awt.Font;
import java.awt.KeyboardFocusManager;
import java.awt.Point;
import java.awt.Rectangle;
import java.awt.event.ActionEvent;
import java.awt.event.MouseAdapter;
import java.awt.event.MouseEvent;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import javax.swing.AbstractAction;
import javax.swing.JLabel;
import javax.swing.JPopupMenu;
import javax.swing.JScrollPane;
import javax.swing.JTable;
import javax.swing.KeyStroke;
import javax.swing.ListSelectionModel;
import javax.swing.SwingConstants;
import javax.swing.table.DefaultTableCellRenderer;
import javax.swing.table.JTableHeader;
import javax.swing.table.TableCellRenderer;
import javax.swing.table.TableModel;

/** Tables as all pages show them. */
public final class Tables {
  /** Columns up to this width are never narrower than they ask for. */
  private static final int LEAST = 170;

  /** How far a menu that is opened by a key stands inside of its row. */
  private static final int INDENT = 24;

  private Tables() {}

  /** Makes a table of whole rows, left-aligned. */
  public static JTable table(TableModel model) {
    JTable table = new JTable(model);
    table.setSelectionMode(ListSelectionModel.SINGLE_SELECTION);
    table.setShowVerticalLines(false);
    table.setFillsViewportHeight(true);
    table.setAutoCreateColumnsFromModel(false);
    table.getTableHeader().setReorderingAllowed(false);
    // Rows are chosen as a whole, so that Tab has nothing to do inside.
    table.setFocusTraversalKeys(
        KeyboardFocusManager.FORWARD_TRAVERSAL_KEYS, Set.of(KeyStroke.getKeyStroke("TAB")));
    table.setFocusTraversalKeys(
        KeyboardFocusManager.BACKWARD_TRAVERSAL_KEYS, Set.of(KeyStroke.getKeyStroke("shift TAB")));
    TableCellRenderer usual = table.getTableHeader().getDefaultRenderer();
    table.getTableHeader().setDefaultRenderer(new Header(usual));
    return table;
  }

  /** Puts a table into a card of its own. */
  public static Card inCard(JTable table) {
    return inCard(table, 300);
  }

  /**
   * Puts a table into a card of its own.
   *
   * @param height the height it would like
   */
  public static Card inCard(JTable table, int height) {
    Card card =
        new Card(
            new net.miginfocom.swing.MigLayout(
                "insets 6 6 6 6, fill", "[grow,fill]", "[grow,fill]"));
    JScrollPane pane = new JScrollPane(table);
    pane.setBorder(null);
    pane.getViewport().setOpaque(false);
    pane.getVerticalScrollBar()
        .putClientProperty(FlatClientProperties.STYLE, "track:$Moneyrocket.card");
    card.add(pane, "wmin 200, h 80:" + height);
    return card;
  }

  /** Sets the width of a column, and whether its values are numbers (to the right). */
  public static void column(JTable table, int index, int width, boolean right) {
    table.getColumnModel().getColumn(index).setPreferredWidth(width);
    table.getColumnModel().getColumn(index).setMinWidth(Math.min(width, LEAST));
    if (right) {
      DefaultTableCellRenderer renderer = new DefaultTableCellRenderer();
      renderer.setHorizontalAlignment(SwingConstants.RIGHT);
      table.getColumnModel().getColumn(index).setCellRenderer(renderer);
      table.getColumnModel().getColumn(index).setIdentifier("right");
    }
  }

  /** Shows a column in another typeface. */
  public static void font(JTable table, int index, Font font) {
    table
        .getColumnModel()
        .getColumn(index)
        .setCellRenderer(
            new DefaultTableCellRenderer() {
              private static final long serialVersionUID = 1L;

              @Override
              public Component getTableCellRendererComponent(
                  JTable owner, Object value, boolean selected, boolean focus, int row, int col) {
                Component cell =
                    super.getTableCellRendererComponent(owner, value, selected, focus, row, col);
                cell.setFont(font);
                return cell;
              }
            });
  }

  /**
   * Shows a menu for a row, on the mouse's menu button, the menu key and Shift+F10; a double click
   * and the Enter key run {@code opened}.
   */
  public static void onRow(JTable table, Supplier<JPopupMenu> menu, Consumer<Integer> opened) {
    table.addMouseListener(
        new MouseAdapter() {
          @Override
          public void mousePressed(MouseEvent event) {
            popup(event);
          }

          @Override
          public void mouseReleased(MouseEvent event) {
            popup(event);
          }

          @Override
          public void mouseClicked(MouseEvent event) {
            int row = table.rowAtPoint(new Point(event.getX(), event.getY()));
            if (event.getClickCount() == 2 && row >= 0) {
              opened.accept(row);
            }
          }

          private void popup(MouseEvent event) {
            int row = table.rowAtPoint(event.getPoint());
            if (event.isPopupTrigger() && row >= 0) {
              table.setRowSelectionInterval(row, row);
              menu.get().show(table, event.getX(), event.getY());
            }
          }
        });
    onKey(
        table,
        "open",
        () -> {
          if (table.getSelectedRow() >= 0) {
            opened.accept(table.getSelectedRow());
          }
        },
        "ENTER");
    onKey(table, "menu", () -> showMenu(table, menu), "shift F10", "CONTEXT_MENU");
  }

  /** Shows the menu of the selected row, of the first one if none is selected. */
  private static void showMenu(JTable table, Supplier<JPopupMenu> menu) {
    if (table.getRowCount() == 0) {
      return;
    }
    if (table.getSelectedRow() < 0) {
      table.setRowSelectionInterval(0, 0);
    }
    Rectangle row = table.getCellRect(table.getSelectedRow(), 0, true);
    table.scrollRectToVisible(row);
    menu.get().show(table, row.x + INDENT, row.y + row.height);
  }

  private static void onKey(JTable table, String name, Runnable action, String... keys) {
    for (String key : keys) {
      table.getInputMap().put(KeyStroke.getKeyStroke(key), name);
    }
    table
        .getActionMap()
        .put(
            name,
            new AbstractAction() {
              private static final long serialVersionUID = 1L;

              @Override
              public void actionPerformed(ActionEvent event) {
                action.run();
              }
            });
  }

  /** Heads a column on the side its values are on. */
  private record Header(TableCellRenderer usual) implements TableCellRenderer {
    @Override
    public Component getTableCellRendererComponent(
        JTable table, Object value, boolean selected, boolean focus, int row, int column) {
      Component cell =
          usual.getTableCellRendererComponent(table, value, selected, focus, row, column);
      if (cell instanceof JLabel label && table.getTableHeader() instanceof JTableHeader) {
        boolean right = "right".equals(table.getColumnModel().getColumn(column).getIdentifier());
        label.setHorizontalAlignment(right ? SwingConstants.RIGHT : SwingConstants.LEFT);
      }
      return cell;
    }
  }
}
