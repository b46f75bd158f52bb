// SPDX-License-Identifier: MIT
package org.moneyrocket.itests.house;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.BeforeClass;
import org.junit.Test;

/** Rules of the house that a compiler does not know. */
public class ArchitectureTest {
  private static final Pattern COMPONENT_CLASS =
      Pattern.compile("<implementation class=\"([\\w.$]+)\"");

  private static JavaClasses classes;

  @BeforeClass
  public static void readClasses() {
    List<Path> folders =
        SourceTree.bundles().stream()
            .map(name -> SourceTree.root().resolve("bundles/" + name + "/target/classes"))
            .toList();
    classes = new ClassFileImporter().importPaths(folders);
    assertThat(classes).isNotEmpty();
  }

  @Test
  public void onlyComponentPackagesKnowOsgi() {
    noClasses()
        .that()
        .resideInAnyPackage(
            "org.moneyrocket.node..",
            "org.moneyrocket.wallet..",
            "org.moneyrocket.gui..",
            "org.moneyrocket.rpc..",
            "org.moneyrocket.kernel..",
            "org.moneyrocket.consensus..",
            "org.moneyrocket.script..",
            "org.moneyrocket.primitives..")
        .and()
        .resideOutsideOfPackage("..component..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "org.osgi.framework..", "org.osgi.service..", "org.osgi.util..", "org.apache.aries..")
        .check(classes);
  }

  @Test
  public void nobodyButIpcSpeaksOfRemoteServices() {
    noClasses()
        .that()
        .resideOutsideOfPackage("org.moneyrocket.ipc..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("org.osgi.service.remoteserviceadmin..", "org.apache.aries.rsa..")
        .check(classes);
  }

  @Test
  public void contractsDependOnValuesOnly() {
    noClasses()
        .that()
        .resideInAPackage("org.moneyrocket.interfaces..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("java.sql..", "java.net..", "java.awt..", "javax..")
        .check(classes);
  }

  @Test
  public void javaSerializationIsNotUsed() {
    noClasses()
        .should()
        .dependOnClassesThat()
        .haveFullyQualifiedName("java.io.ObjectInputStream")
        .orShould()
        .dependOnClassesThat()
        .haveFullyQualifiedName("java.io.ObjectOutputStream")
        .check(classes);
  }

  @Test
  public void componentsCanBeMadeByDeclarativeServices() throws Exception {
    List<String> names = new ArrayList<>();
    for (String bundle : SourceTree.bundles()) {
      Path folder = SourceTree.root().resolve("bundles/" + bundle + "/target/classes/OSGI-INF");
      if (Files.isDirectory(folder)) {
        try (Stream<Path> files = Files.list(folder)) {
          for (Path file : files.filter(f -> f.toString().endsWith(".xml")).toList()) {
            Matcher matcher = COMPONENT_CLASS.matcher(SourceTree.read(file));
            while (matcher.find()) {
              names.add(matcher.group(1));
            }
          }
        }
      }
    }
    assertThat(names).isNotEmpty();
    for (String name : names) {
      assertThat(name).as("components sit in the component package").contains(".component.");
      var component = classes.get(name);
      assertThat(component.getModifiers())
          .as(name)
          .contains(com.tngtech.archunit.core.domain.JavaModifier.PUBLIC);
      assertThat(component.getConstructors())
          .as("a public constructor of %s", name)
          .anyMatch(
              c -> c.getModifiers().contains(com.tngtech.archunit.core.domain.JavaModifier.PUBLIC));
    }
  }

  @Test
  public void noFileIsTooLongToRead() throws IOException {
    List<String> tooLong = new ArrayList<>();
    for (Path file : SourceTree.javaFiles()) {
      long lines = SourceTree.read(file).lines().count();
      if (lines > 900) {
        tooLong.add(file + ": " + lines + " lines");
      }
    }
    assertThat(tooLong).isEmpty();
  }
}
