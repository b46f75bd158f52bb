// SPDX-License-Identifier: MIT
package org.moneyrocket.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.zip.ZipEntry;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import org.osgi.framework.connect.ConnectContent;

public class ConnectedBundlesTest {
  @Rule public final TemporaryFolder folder = new TemporaryFolder();

  private final ClassLoader loader = ConnectedBundlesTest.class.getClassLoader();
  private Path onPath;
  private Path elsewhere;
  private ConnectedBundles bundles;

  @Before
  public void setUp() throws Exception {
    onPath = folder.getRoot().toPath().resolve("a bundle.jar");
    elsewhere = folder.getRoot().toPath().resolve("other.jar");
    write(onPath, "first");
    write(elsewhere, "other");
    bundles = new ConnectedBundles(List.of(onPath), loader);
  }

  private static void write(Path file, String text) throws Exception {
    Manifest manifest = new Manifest();
    manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
    manifest.getMainAttributes().putValue("Bundle-SymbolicName", "a.bundle");
    try (OutputStream out = Files.newOutputStream(file);
        JarOutputStream jar = new JarOutputStream(out, manifest)) {
      jar.putNextEntry(new ZipEntry("folder/text"));
      jar.write(text.getBytes(StandardCharsets.UTF_8));
    }
  }

  private static String location(Path file) throws Exception {
    return ConnectedBundles.location(file);
  }

  @Test
  public void givesTheContentOfAJarOnTheClassPathAndTheLoaderOfItsClasses() throws Exception {
    ConnectContent content = bundles.connect(location(onPath)).orElseThrow().getContent();

    content.open();
    assertThat(content.getHeaders().orElseThrow()).containsEntry("Bundle-SymbolicName", "a.bundle");
    assertThat(content.getClassLoader()).containsSame(loader);
    assertThat(content.getEntries()).contains("folder/text", "META-INF/MANIFEST.MF");
    try (InputStream in = content.getEntry("folder/text").orElseThrow().getInputStream()) {
      assertThat(in.readAllBytes()).asString().isEqualTo("first");
    }
    assertThat(content.getEntry("folder/none")).isEmpty();
    content.close();
  }

  @Test
  public void leavesOtherBundlesToTheFramework() throws Exception {
    assertThat(bundles.connect(location(elsewhere))).isEmpty();
    assertThat(bundles.connect("reference:" + location(onPath))).isEmpty();
  }

  @Test
  public void aSymbolicLinkOnTheClassPathStandsForItsFile() throws Exception {
    Path link = folder.getRoot().toPath().resolve("link.jar");
    Files.createSymbolicLink(link, elsewhere);
    ConnectedBundles linked = new ConnectedBundles(List.of(link), loader);

    assertThat(linked.connect(ConnectedBundles.location(link))).isPresent();
    assertThat(ConnectedBundles.location(link)).isEqualTo(ConnectedBundles.location(elsewhere));
  }

  @Test
  public void aJarThatChangedSinceTheStartGetsClassesOfItsOwn() throws Exception {
    assertThat(bundles.connect(location(onPath))).isPresent();
    assertThat(bundles.connect(location(onPath))).isPresent();

    write(onPath, "second, and longer");

    assertThat(bundles.connect(location(onPath))).isEmpty();
  }

  @Test
  public void aClassBelongsToTheFirstJarThatHoldsItsFile() throws Exception {
    String name = ConnectedBundlesTest.class.getName().replace('.', '/') + ".class";
    Path first = folder.getRoot().toPath().resolve("first.jar");
    Path second = folder.getRoot().toPath().resolve("second: with a colon.jar");
    writeEntry(first, name);
    writeEntry(second, name);
    Runnable lambda = () -> {};
    ConnectedBundles asked = new ConnectedBundles(List.of(onPath, second, first), loader);
    for (Path jar : List.of(first, second, onPath)) {
      asked.connect(location(jar)).orElseThrow();
    }
    assertThat(asked.locationOf(ConnectedBundlesTest.class)).contains(location(second));
    assertThat(asked.locationOf(lambda.getClass())).contains(location(second));
    assertThat(asked.locationOf(ConnectedBundlesTest[][].class)).contains(location(second));
    assertThat(asked.locationOf(String.class)).isEmpty();
    assertThat(asked.locationOf(ConnectedBundles.class)).isEmpty();
  }

  private static void writeEntry(Path file, String entry) throws Exception {
    try (JarOutputStream jar = new JarOutputStream(Files.newOutputStream(file), new Manifest())) {
      jar.putNextEntry(new ZipEntry(entry));
    }
  }

  @Test
  public void theLogSaysWhetherTheCacheOfEarlierStartsIsUsed() {
    String asked = "/opt/tree/lib/aot/program.aot";

    assertThat(StartLog.cache(asked, "mixed mode, sharing")).isEqualTo(asked);
    assertThat(StartLog.cache(asked, "mixed mode")).startsWith("no: " + asked + " does not fit");
    assertThat(StartLog.cache("no: there is none", "mixed mode, sharing"))
        .isEqualTo("no: there is none");
  }

  @Test
  public void onlyJarsOutsideTheStoreGiveTheirPackagesToAll() throws Exception {
    Path store = folder.newFolder("bundles").toPath();
    Path inside = store.resolve("inside.jar");
    write(inside, "text");
    Path lib = folder.getRoot().toPath().resolve("lib.jar");
    Manifest manifest = new Manifest();
    manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
    manifest.getMainAttributes().putValue("Bundle-SymbolicName", "lib");
    manifest.getMainAttributes().putValue("Export-Package", "lib.api;version=\"1.0\"");
    new JarOutputStream(Files.newOutputStream(lib), manifest).close();

    assertThat(SystemPackages.of(List.of(inside, lib, onPath), store))
        .isEqualTo("lib.api;version=\"1.0\"");
  }
}
