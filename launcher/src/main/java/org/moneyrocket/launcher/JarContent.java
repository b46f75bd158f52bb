// SPDX-License-Identifier: MIT
package org.moneyrocket.launcher;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.jspecify.annotations.Nullable;
import org.moneyrocket.settings.IoText;
import org.osgi.framework.connect.ConnectContent;

/** The content of a bundle whose classes another class loader gives. */
final class JarContent implements ConnectContent {
  private final Path file;
  private final ClassLoader loader;
  private @Nullable ZipFile jar;

  JarContent(Path file, ClassLoader loader) {
    this.file = file;
    this.loader = loader;
  }

  @Override
  public Optional<Map<String, String>> getHeaders() {
    try (InputStream in = manifest()) {
      Map<String, String> headers = new HashMap<>();
      new Manifest(in)
          .getMainAttributes()
          .forEach((name, value) -> headers.put(name.toString(), value.toString()));
      return Optional.of(headers);
    } catch (IOException e) {
      throw new BrokenInstallation("Cannot read bundle " + file + ": " + IoText.reason(e));
    }
  }

  private InputStream manifest() throws IOException {
    ZipFile opened = opened();
    ZipEntry entry = opened.getEntry(JarFile.MANIFEST_NAME);
    if (entry == null) {
      throw new IOException("it has no manifest");
    }
    return opened.getInputStream(entry);
  }

  @Override
  public Iterable<String> getEntries() throws IOException {
    ZipFile opened = opened();
    return () -> opened.stream().map(ZipEntry::getName).iterator();
  }

  @Override
  public Optional<ConnectEntry> getEntry(String path) {
    try {
      ZipEntry entry = opened().getEntry(path);
      return entry == null ? Optional.empty() : Optional.of(new Entry(entry));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  @Override
  public Optional<ClassLoader> getClassLoader() {
    return Optional.of(loader);
  }

  @Override
  public synchronized void open() throws IOException {
    opened();
  }

  @Override
  public synchronized void close() throws IOException {
    if (jar != null) {
      jar.close();
      jar = null;
    }
  }

  // The framework asks for headers before it opens the content.
  private synchronized ZipFile opened() throws IOException {
    ZipFile opened = jar;
    if (opened == null) {
      opened = new ZipFile(file.toFile());
      jar = opened;
    }
    return opened;
  }

  private final class Entry implements ConnectEntry {
    private final ZipEntry entry;

    Entry(ZipEntry entry) {
      this.entry = entry;
    }

    @Override
    public String getName() {
      return entry.getName();
    }

    @Override
    public long getContentLength() {
      return entry.getSize();
    }

    @Override
    public long getLastModified() {
      return entry.getTime();
    }

    @Override
    public InputStream getInputStream() throws IOException {
      return opened().getInputStream(entry);
    }
  }
}
