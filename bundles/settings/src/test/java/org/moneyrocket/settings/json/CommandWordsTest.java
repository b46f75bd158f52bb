// SPDX-License-Identifier: MIT
package org.moneyrocket.settings.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.Test;

public class CommandWordsTest {
  @Test
  public void theTableKnowsEveryParameterThatIsNoPlainText() {
    int methods = 0;
    int parameters = 0;
    for (String line : ParameterFormats.table().split("\n")) {
      if (!line.startsWith("#")) {
        methods++;
        parameters += line.split(" ").length - 1;
        assertThat(line).matches("[a-z0-9]+( \\d+[jmt]:[A-Za-z0-9_]+)+");
      }
    }
    assertThat(methods).isEqualTo(111);
    assertThat(parameters).isEqualTo(341);
  }

  @Test
  public void positionsDecideWhatIsJson() throws JsonParseException {
    assertThat(positional("getblockhash", "7")).isEqualTo("[7]");
    assertThat(positional("getblock", "00ff", "2")).isEqualTo("[\"00ff\",2]");
    assertThat(positional("sendtoaddress", "addr", "0.10", "note"))
        .isEqualTo("[\"addr\",0.10,\"note\"]");
    assertThat(positional("getnewaddress", "2026", "legacy")).isEqualTo("[\"2026\",\"legacy\"]");
    assertThat(positional("nosuch", "1", "{}")).isEqualTo("[\"1\",\"{}\"]");
    assertThat(positional("getblockstats", "00ff")).isEqualTo("[\"00ff\"]");
    assertThat(positional("getblockstats", "7")).isEqualTo("[7]");
    assertThatThrownBy(() -> positional("getblockhash", "foo"))
        .hasMessage("Error parsing JSON: foo");
  }

  @Test
  public void namesAreTakenApartFromValues() throws JsonParseException {
    assertThat(named("getblock", "verbosity=2", "blockhash=00"))
        .isEqualTo("{\"verbosity\":2,\"blockhash\":\"00\"}");
    assertThat(named("echo", "arg0=0", "arg1=1", "arg1=3"))
        .isEqualTo("{\"arg0\":\"0\",\"arg1\":\"3\"}");
    assertThat(named("getblock", "00", "verbosity=2"))
        .isEqualTo("{\"verbosity\":2,\"args\":[\"00\"]}");
    assertThat(named("echo", "args=[0]", "4")).isEqualTo("{\"args\":\"[0]\",\"args\":[\"4\"]}");
  }

  @Test
  public void equalsSignsInsideValuesAreNoNames() throws JsonParseException {
    assertThat(named("echojson", "[\"key=value\"]", "42"))
        .isEqualTo("{\"args\":[[\"key=value\"],42]}");
    assertThat(named("echojson", "arg0=[\"data=test\"]")).isEqualTo("{\"arg0\":[\"data=test\"]}");
    assertThat(named("createwallet", "my=wallet")).isEqualTo("{\"args\":[\"my=wallet\"]}");
    assertThat(named("createwallet", "wallet_name=my=wallet"))
        .isEqualTo("{\"wallet_name\":\"my=wallet\"}");
    assertThat(named("getblock", "foo=bar")).isEqualTo("{\"foo\":\"bar\"}");
  }

  private static String positional(String method, String... words) throws JsonParseException {
    return new CommandWords(method).positional(List.of(words)).toJson();
  }

  private static String named(String method, String... words) throws JsonParseException {
    return new CommandWords(method).named(List.of(words)).toJson();
  }
}
