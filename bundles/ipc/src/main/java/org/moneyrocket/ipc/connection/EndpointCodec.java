// SPDX-License-Identifier: MIT
package org.moneyrocket.ipc.connection;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.moneyrocket.primitives.ByteReader;
import org.moneyrocket.primitives.ByteWriter;
import org.moneyrocket.primitives.DecodeException;

/** How an offered service is described on the control lane. */
final class EndpointCodec {
  private static final int MAX_TEXT = 64 * 1024;
  private static final int STRING = 1;
  private static final int LONG = 2;
  private static final int INT = 3;
  private static final int BOOLEAN = 4;
  private static final int DOUBLE = 5;
  private static final int STRINGS = 6;
  private static final int STRING_ARRAY = 7;

  private EndpointCodec() {}

  /** Returns the properties that can cross. */
  static Map<String, Object> acceptable(Map<String, Object> properties) {
    Map<String, Object> result = new LinkedHashMap<>();
    properties.forEach(
        (name, value) -> {
          boolean plain =
              value instanceof String
                  || value instanceof Long
                  || value instanceof Integer
                  || value instanceof Boolean
                  || value instanceof Double
                  || value instanceof String[];
          boolean strings =
              value instanceof Collection<?> c && c.stream().allMatch(String.class::isInstance);
          if (plain || strings) {
            result.put(name, value);
          }
        });
    return result;
  }

  static byte[] encode(RemoteEndpoint endpoint) {
    ByteWriter out = new ByteWriter().text(endpoint.id());
    out.compactSize(endpoint.contracts().size());
    for (int i = 0; i < endpoint.contracts().size(); i++) {
      out.text(endpoint.contracts().get(i)).i32(endpoint.objects().get(i));
    }
    out.compactSize(endpoint.properties().size());
    endpoint.properties().forEach((name, value) -> property(out.text(name), value));
    return out.toArray();
  }

  private static void property(ByteWriter out, Object value) {
    switch (value) {
      case String s -> out.u8(STRING).text(s);
      case Long l -> out.u8(LONG).i64(l);
      case Integer i -> out.u8(INT).i32(i);
      case Boolean b -> out.u8(BOOLEAN).bool(b);
      case Double d -> out.u8(DOUBLE).i64(Double.doubleToRawLongBits(d));
      case String[] a -> {
        out.u8(STRING_ARRAY).compactSize(a.length);
        for (String s : a) {
          out.text(s);
        }
      }
      case Collection<?> c -> {
        out.u8(STRINGS).compactSize(c.size());
        c.forEach(s -> out.text((String) s));
      }
      default -> throw new IllegalArgumentException("property of " + value.getClass());
    }
  }

  static RemoteEndpoint decode(ByteReader in) throws DecodeException {
    String id = in.text(MAX_TEXT);
    int contracts = in.count(5);
    List<String> names = new ArrayList<>();
    List<Integer> objects = new ArrayList<>();
    for (int i = 0; i < contracts; i++) {
      names.add(in.text(MAX_TEXT));
      objects.add(in.i32());
    }
    int count = in.count(2);
    Map<String, Object> properties = new LinkedHashMap<>();
    for (int i = 0; i < count; i++) {
      properties.put(in.text(MAX_TEXT), value(in));
    }
    in.expectEnd("endpoint");
    return new RemoteEndpoint(id, properties, names, objects);
  }

  private static Object value(ByteReader in) throws DecodeException {
    int type = in.u8();
    return switch (type) {
      case STRING -> in.text(MAX_TEXT);
      case LONG -> in.i64();
      case INT -> in.i32();
      case BOOLEAN -> in.bool();
      case DOUBLE -> Double.longBitsToDouble(in.i64());
      case STRINGS -> strings(in);
      case STRING_ARRAY -> strings(in).toArray(String[]::new);
      default -> throw new DecodeException("property of type " + type);
    };
  }

  private static List<String> strings(ByteReader in) throws DecodeException {
    int count = in.count(1);
    List<String> list = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      list.add(in.text(MAX_TEXT));
    }
    return List.copyOf(list);
  }
}
