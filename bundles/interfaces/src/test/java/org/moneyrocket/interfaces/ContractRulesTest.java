// SPDX-License-Identifier: MIT
package org.moneyrocket.interfaces;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.Test;
import org.osgi.annotation.versioning.ConsumerType;
import org.osgi.annotation.versioning.ProviderType;

/** What makes an interface fit to cross a process. */
public class ContractRulesTest {
  @Test
  public void noContractHasOverloads() {
    for (Class<?> type : contracts()) {
      List<String> names = names(type);
      assertThat(names).as(type.getName()).doesNotHaveDuplicates();
    }
  }

  @Test
  public void everyContractSaysWhoImplementsIt() {
    for (Class<?> type : contracts()) {
      boolean provider = hasClassAnnotation(type, ProviderType.class);
      boolean consumer = hasClassAnnotation(type, ConsumerType.class);
      assertThat(provider ^ consumer).as("%s is @ProviderType or @ConsumerType", type).isTrue();
    }
  }

  @Test
  public void oneWayListenersReturnNothingAndHearOfGaps() {
    for (Class<?> type : contracts()) {
      if (type.isAnnotationPresent(OneWay.class)) {
        assertThat(names(type)).as(type.getName()).contains("lagged");
        for (Method method : type.getDeclaredMethods()) {
          assertThat(method.getReturnType()).as(method.toString()).isEqualTo(void.class);
          assertThat(method.getExceptionTypes()).as(method.toString()).isEmpty();
        }
      }
    }
  }

  @Test
  public void noContractTakesArraysOrClasses() {
    List<String> wrong = new ArrayList<>();
    for (Class<?> type : contracts()) {
      for (Method method : type.getDeclaredMethods()) {
        String text = method.toGenericString();
        if (text.contains("[]") || text.contains("java.lang.Object") || text.contains("Class<")) {
          wrong.add(text);
        }
      }
    }
    assertThat(wrong).isEmpty();
  }

  private static List<Class<?>> contracts() {
    List<Class<?>> found =
        Contracts.types().stream()
            .filter(type -> type.isInterface() && !type.isAnnotation() && !type.isMemberClass())
            .<Class<?>>map(type -> type)
            .toList();
    assertThat(found).hasSizeGreaterThan(10);
    return found;
  }

  private static List<String> names(Class<?> type) {
    return Arrays.stream(type.getDeclaredMethods())
        .filter(m -> Modifier.isPublic(m.getModifiers()) && !m.isSynthetic())
        .map(Method::getName)
        .collect(Collectors.toList());
  }

  /**
   * The OSGi annotations are kept in class files only, so the bytes are searched for their name.
   */
  private static boolean hasClassAnnotation(Class<?> type, Class<?> annotation) {
    String resource = type.getName().replace('.', '/') + ".class";
    try (var in = type.getClassLoader().getResourceAsStream(resource)) {
      String bytes = new String(in.readAllBytes(), java.nio.charset.StandardCharsets.ISO_8859_1);
      return bytes.contains("L" + annotation.getName().replace('.', '/') + ";");
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
