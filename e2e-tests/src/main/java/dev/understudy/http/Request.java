package dev.understudy.http;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** The head of a request; bodies are read and ignored. */
public record Request(String method, String path, String query) {

  static Request parse(String requestLine) throws MalformedException {
    String[] words = requestLine.split(" ", 3);
    if (words.length != 3) {
      throw new MalformedException("no request line: " + requestLine);
    }
    int mark = words[1].indexOf('?');
    return mark < 0
        ? new Request(words[0], words[1], "")
        : new Request(words[0], words[1].substring(0, mark), words[1].substring(mark + 1));
  }

  /** "GET /ready": what a handler switches on. */
  public String route() {
    return method + " " + path;
  }

  public Optional<String> parameter(String name) {
    for (String pair : query.split("&", -1)) {
      if (pair.startsWith(name + "=")) {
        String value = pair.substring(name.length() + 1);
        return Optional.of(URLDecoder.decode(value, StandardCharsets.UTF_8));
      }
    }
    return Optional.empty();
  }
}
