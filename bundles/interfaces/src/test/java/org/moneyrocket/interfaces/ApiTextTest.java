// SPDX-License-Identifier: MIT
package org.moneyrocket.interfaces;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Type;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.Collectors;
import org.junit.Test;

/**
 * {@code api.txt} lists every method and record that may cross a process, so that a change of a
 * contract is the first thing a review sees. {@code -Dapi.write=true} writes it anew.
 */
public class ApiTextTest {
  @Test
  public void apiTextIsWhatTheContractsSay() throws Exception {
    Path file = Contracts.module().resolve("api.txt");
    String now =
        Contracts.types().stream().map(ApiTextTest::text).collect(Collectors.joining("\n"));
    if (Boolean.getBoolean("api.write")) {
      Files.writeString(file, now);
    }

    assertThat(Files.readString(file)).isEqualTo(now);
  }

  private static String text(Class<?> type) {
    StringBuilder out = new StringBuilder();
    String name = type.getName().replace("org.moneyrocket.interfaces.", "");
    if (type.isRecord()) {
      out.append("record ").append(name).append('\n');
      for (var component : type.getRecordComponents()) {
        out.append("  ").append(component.getName()).append(": ");
        out.append(simple(component.getGenericType())).append('\n');
      }
    } else if (type.isEnum()) {
      out.append("enum ").append(name).append('\n');
      for (Object constant : type.getEnumConstants()) {
        out.append("  ").append(((Enum<?>) constant).name()).append('\n');
      }
    } else {
      out.append(type.isInterface() ? "interface " : "class ").append(name).append('\n');
      Arrays.stream(type.getDeclaredMethods())
          .filter(method -> Modifier.isPublic(method.getModifiers()) && !method.isSynthetic())
          .sorted(Comparator.comparing(Method::getName).thenComparing(Method::toString))
          .forEach(method -> out.append("  ").append(signature(method)).append('\n'));
    }
    return out.toString();
  }

  private static String signature(Method method) {
    String parameters =
        Arrays.stream(method.getParameters())
            .map(p -> p.getName() + ": " + simple(p.getParameterizedType()))
            .collect(Collectors.joining(", "));
    return method.getName() + "(" + parameters + "): " + simple(method.getGenericReturnType());
  }

  private static String simple(Type type) {
    return type.getTypeName().replaceAll("[a-z][a-z0-9_]*\\.", "");
  }
}
