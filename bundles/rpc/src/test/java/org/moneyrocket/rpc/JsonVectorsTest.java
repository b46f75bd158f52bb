// SPDX-License-Identifier: MIT
package org.moneyrocket.rpc;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.Test;
import org.moneyrocket.settings.json.JsonParseException;
import org.moneyrocket.settings.json.JsonParser;
import org.moneyrocket.settings.json.JsonWriter;
import org.moneyrocket.testkit.vectors.Vectors;

/** Both readers of JSON, that of requests and that of settings, over the files of UniValue. */
public class JsonVectorsTest {
  private static List<Path> files(String prefix) throws IOException {
    Path folder = Vectors.file("json-parser/pass1.json").getParent();
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(f -> f.getFileName().toString().startsWith(prefix)).sorted().toList();
    }
  }

  private static boolean requestsRead(byte[] bytes) {
    try {
      JsonScanner.check(bytes, bytes.length);
      Json.parse(new String(bytes, StandardCharsets.UTF_8));
      return true;
    } catch (RpcException | JsonSyntaxException e) {
      return false;
    }
  }

  private static boolean settingsRead(Path file) throws IOException {
    try {
      JsonParser.parse(Files.readString(file));
      return true;
    } catch (JsonParseException | MalformedInputException e) {
      return false;
    }
  }

  @Test
  public void whatIsNoJsonIsRefused() throws IOException {
    List<Path> files = files("fail");
    for (Path file : files) {
      assertThat(requestsRead(Files.readAllBytes(file))).as("%s", file).isFalse();
      assertThat(settingsRead(file)).as("%s", file).isFalse();
    }
    assertThat(files).hasSize(44);
  }

  @Test
  public void whatIsJsonIsRead() throws IOException {
    List<Path> files = files("pass");
    for (Path file : files) {
      assertThat(requestsRead(Files.readAllBytes(file))).as("%s", file).isTrue();
      assertThat(settingsRead(file)).as("%s", file).isTrue();
    }
    assertThat(files).hasSize(4);
  }

  @Test
  public void whatWasReadIsWrittenTheSame() throws Exception {
    List<Path> files = files("round");
    for (Path file : files) {
      String text = Files.readString(file).strip();
      assertThat(Json.write(Json.parse(text))).as("%s", file).isEqualTo(text);
      assertThat(JsonWriter.compact(JsonParser.parse(text))).as("%s", file).isEqualTo(text);
    }
    assertThat(files).hasSize(7);
  }
}
