// SPDX-License-Identifier: MIT
package org.moneyrocket.settings.json;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.moneyrocket.settings.json.JsonValue.Member;
import org.moneyrocket.settings.json.ParameterFormats.Format;
import org.moneyrocket.settings.json.ParameterFormats.Parameter;

/**
 * Turns words that were typed into the parameters of a request: on the command line, in the
 * window's console and in the shell. What the method takes as text stays text, whatever it looks
 * like.
 */
public final class CommandWords {
  private final ParameterFormats formats;

  /** Makes words of a method; those of a method that is not known are all text. */
  public CommandWords(String method) {
    formats = ParameterFormats.of(method);
  }

  /**
   * Returns a list of the words in order.
   *
   * @throws JsonParseException when a word has to be JSON and is not; the message is for the user
   */
  public JsonValue positional(List<String> words) throws JsonParseException {
    List<JsonValue> params = new ArrayList<>();
    for (String word : words) {
      params.add(value(formats.at(params.size()), word));
    }
    return new JsonValue.Arr(params);
  }

  /**
   * Returns an object of {@code name=value} words; words without a name go into the member {@code
   * args}. A word whose name is unknown is taken whole if the next position wants JSON and it is
   * JSON, or if that position is a text that may hold an equals sign.
   *
   * @throws JsonParseException when a word has to be JSON and is not; the message is for the user
   */
  public JsonValue named(List<String> words) throws JsonParseException {
    List<Member> members = new ArrayList<>();
    List<JsonValue> unnamed = new ArrayList<>();
    for (String word : words) {
      int equals = word.indexOf('=');
      Parameter next = formats.at(unnamed.size());
      if (equals < 0) {
        unnamed.add(value(next, word));
        continue;
      }
      String name = word.substring(0, equals);
      Parameter known = formats.named(name);
      JsonValue whole = known == null && next != null ? whole(next, word) : null;
      if (whole != null) {
        unnamed.add(whole);
      } else {
        put(members, new Member(name, value(known, word.substring(equals + 1))));
      }
    }
    if (!unnamed.isEmpty()) {
      members.add(new Member("args", new JsonValue.Arr(unnamed)));
    }
    return new JsonValue.Obj(members);
  }

  private static @Nullable JsonValue whole(Parameter next, String word) {
    if (next.format() == Format.TEXT) {
      return JsonValue.of(word);
    }
    return next.format() == Format.JSON ? parse(word) : null;
  }

  // Later values replace earlier ones, so that scripts can put their own behind defaults.
  private static void put(List<Member> members, Member member) {
    for (int i = 0; i < members.size(); i++) {
      if (members.get(i).name().equals(member.name())) {
        members.set(i, member);
        return;
      }
    }
    members.add(member);
  }

  private static JsonValue value(@Nullable Parameter parameter, String word)
      throws JsonParseException {
    if (parameter == null || parameter.format() == Format.TEXT) {
      return JsonValue.of(word);
    }
    JsonValue parsed = parse(word);
    if (parsed != null) {
      return parsed;
    }
    if (parameter.format() == Format.JSON) {
      throw new JsonParseException("Error parsing JSON: " + word);
    }
    return JsonValue.of(word);
  }

  private static @Nullable JsonValue parse(String word) {
    try {
      return JsonParser.parse(word);
    } catch (JsonParseException e) {
      // Whether that matters depends on the parameter.
      return null;
    }
  }
}
