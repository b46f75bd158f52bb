// SPDX-License-Identifier: MIT
package org.moneyrocket.cli;

import java.util.List;
import org.moneyrocket.fuzz.Check;
import org.moneyrocket.fuzz.FuzzInput;
import org.moneyrocket.settings.json.CommandWords;
import org.moneyrocket.settings.json.JsonParseException;
import org.moneyrocket.settings.json.JsonParser;
import org.moneyrocket.settings.json.JsonValue;
import org.moneyrocket.settings.json.JsonWriter;

/** Words of a command line on their way into a request, and replies on their way to a person. */
public final class CliFuzz {
  private static final List<String> METHODS =
      List.of(
          "getblock",
          "send",
          "createrawtransaction",
          "importdescriptors",
          "sendtoaddress",
          "walletprocesspsbt",
          "setmocktime",
          "addnode",
          "echojson",
          "unknown",
          "bumpfee",
          "createwallet",
          "scantxoutset",
          "getblocktemplate",
          "fundrawtransaction",
          "setban");

  private CliFuzz() {}

  /** Converts words, or reads a reply. */
  public static void fuzz(FuzzInput in) {
    int choice = in.choose(3);
    try {
      if (choice == 2) {
        replies(in.restText());
        return;
      }
      CommandWords typed = new CommandWords(METHODS.get(in.choose(METHODS.size())));
      List<String> words = List.of(in.restText().split("\n", -1));
      JsonValue params;
      try {
        params = choice == 0 ? typed.positional(words) : typed.named(words);
      } catch (JsonParseException e) {
        Check.that(!String.valueOf(e.getMessage()).isEmpty(), "an error says what is wrong");
        return;
      }
      String text = JsonWriter.compact(Replies.request("m", params, JsonValue.of("id")));
      JsonParser.parse(text);
    } catch (CliException e) {
      Check.that(!String.valueOf(e.getMessage()).isEmpty(), "an error says what is wrong");
    } catch (JsonParseException e) {
      throw new AssertionError("a request is JSON", e);
    }
  }

  private static void replies(String text) throws CliException {
    JsonValue reply;
    try {
      reply = JsonParser.parse(text);
    } catch (JsonParseException e) {
      return;
    }
    Replies.items(reply);
    Replies.members(reply);
    Replies.text(reply);
    Replies.number(reply);
    Replies.numberOr(reply, 1);
    Replies.realOr(reply, 1);
    Replies.isTrue(reply);
    Replies.errorCode(reply);
    Replies.ordered(reply, 2);
    PeerTable.services(reply);
    StringBuilder out = new StringBuilder();
    new PeerTable(4, 1).append(out, Replies.items(reply));
  }
}
