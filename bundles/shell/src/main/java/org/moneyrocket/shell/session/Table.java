// SPDX-License-Identifier: MIT
package org.moneyrocket.shell.session;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a command returns: named columns and rows of plain values. Printed as text for people, or as
 * a JSON array of objects.
 */
public final class Table {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final List<String> columns;
  private final List<List<Object>> rows = new ArrayList<>();

  public Table(String... columns) {
    this.columns = List.of(columns);
  }

  /**
   * Adds a row.
   *
   * @throws IllegalArgumentException if there are not as many values as columns
   */
  public Table row(Object... values) {
    if (values.length != columns.size()) {
      throw new IllegalArgumentException(
          values.length + " values for " + columns.size() + " columns");
    }
    rows.add(Arrays.asList(values));
    return this;
  }

  public int size() {
    return rows.size();
  }

  /** Returns a JSON array with one object for each row. */
  public String toJson() {
    List<Map<String, Object>> objects = new ArrayList<>();
    for (List<Object> row : rows) {
      Map<String, Object> object = new LinkedHashMap<>();
      for (int i = 0; i < columns.size(); i++) {
        object.put(columns.get(i), row.get(i));
      }
      objects.add(object);
    }
    return json(objects);
  }

  static String json(Object value) {
    try {
      return JSON.writerWithDefaultPrettyPrinter().writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("this value has no JSON form: " + value.getClass(), e);
    }
  }

  /** Reads an object that {@link #json} wrote. */
  static Map<String, Object> parse(String json) throws JsonProcessingException {
    return JSON.readValue(json, new TypeReference<>() {});
  }

  /** Returns aligned columns under a heading; numbers stand at the right. */
  @Override
  public String toString() {
    int count = columns.size();
    int[] width = new int[count];
    boolean[] numeric = new boolean[count];
    Arrays.fill(numeric, !rows.isEmpty());
    for (int i = 0; i < count; i++) {
      width[i] = columns.get(i).length();
      for (List<Object> row : rows) {
        width[i] = Math.max(width[i], String.valueOf(row.get(i)).length());
        numeric[i] &= row.get(i) instanceof Number;
      }
    }
    StringBuilder out = new StringBuilder();
    line(out, columns, width, numeric);
    for (List<Object> row : rows) {
      out.append('\n');
      line(out, row, width, numeric);
    }
    return out.toString();
  }

  private static void line(StringBuilder out, List<?> cells, int[] width, boolean[] numeric) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < cells.size(); i++) {
      String cell = String.valueOf(cells.get(i));
      String space = " ".repeat(width[i] - cell.length());
      text.append(i == 0 ? "" : "  ").append(numeric[i] ? space + cell : cell + space);
    }
    out.append(text.toString().stripTrailing());
  }
}
