// SPDX-License-Identifier: MIT
package org.moneyrocket.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.EOFException;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.UnknownHostException;
import java.nio.channels.ClosedChannelException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

public class IoTextTest {
  @Rule public final TemporaryFolder folder = new TemporaryFolder();

  private Path at(String name) {
    return folder.getRoot().toPath().resolve(name);
  }

  @Test
  public void namesTheFileAndTheReason() {
    Throwable missing = catchThrowable(() -> Files.readString(at("a/b")));

    assertThat(IoText.of(missing)).isEqualTo(at("a/b") + ": No such file or directory");
    assertThat(IoText.reason(missing)).isEqualTo("No such file or directory");
  }

  @Test
  public void wordsEveryRefusalOfTheFileSystem() throws IOException {
    Files.createDirectories(at("full/inside"));
    Files.writeString(at("file"), "x");
    Throwable exists = catchThrowable(() -> Files.createDirectory(at("full")));
    Throwable notEmpty = catchThrowable(() -> Files.delete(at("full")));
    Throwable noDirectory = catchThrowable(() -> Files.newDirectoryStream(at("file")));
    Throwable below = catchThrowable(() -> Files.readString(at("file/x")));

    assertThat(IoText.reason(exists)).isEqualTo("File exists");
    assertThat(IoText.reason(notEmpty)).isEqualTo("Directory not empty");
    assertThat(IoText.reason(noDirectory)).isEqualTo("Not a directory");
    assertThat(IoText.reason(below)).isEqualTo("Not a directory");
    assertThat(IoText.of(new AccessDeniedException("/srv/x")))
        .isEqualTo("/srv/x: Permission denied");
    assertThat(IoText.of(new FileSystemException("/srv/x", null, "No space left on device")))
        .isEqualTo("/srv/x: No space left on device");
  }

  @Test
  public void findsTheSystemsWordsInMessagesOfTheOlderClasses() {
    Throwable missing = catchThrowable(() -> new FileInputStream(at("none").toFile()).close());
    Throwable directory = catchThrowable(() -> new FileInputStream(at("").toFile()).close());

    assertThat(IoText.reason(missing)).isEqualTo("No such file or directory");
    assertThat(IoText.reason(directory)).isEqualTo("Is a directory");
  }

  @Test
  public void saysWhyAProgramCannotBeStarted() {
    Throwable missing = catchThrowable(() -> new ProcessBuilder(at("none").toString()).start());

    assertThat(IoText.reason(missing)).isEqualTo("No such file or directory");
    assertThat(
            IoText.reason(new IOException("Cannot run program \"x\": error=13, Permission denied")))
        .isEqualTo("Permission denied");
  }

  @Test
  public void isNeverTheNameOfAClass() throws IOException {
    Files.write(at("latin"), new byte[] {'a', (byte) 0xe4, 'b'});
    Throwable noText = catchThrowable(() -> Files.readString(at("latin")));

    assertThat(IoText.reason(noText)).isEqualTo("The text is not valid in its character set");
    assertThat(IoText.of(new EOFException())).isEqualTo("Unexpected end of the data");
    assertThat(IoText.of(new ClosedChannelException())).isEqualTo("It was closed meanwhile");
    assertThat(IoText.of(new UnknownHostException("nowhere.invalid")))
        .isEqualTo("Unknown host nowhere.invalid");
    assertThat(IoText.of(new IOException())).isEqualTo("Input/output error");
    assertThat(IoText.of(new IOException((String) null, new AccessDeniedException("/x"))))
        .isEqualTo("Permission denied");
    assertThat(IoText.of(new UncheckedIOException(new AccessDeniedException("/x"))))
        .isEqualTo("/x: Permission denied");
    assertThat(IoText.of(new IOException("Connection reset by peer")))
        .isEqualTo("Connection reset by peer");
  }
}
