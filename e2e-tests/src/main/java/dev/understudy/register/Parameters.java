package dev.understudy.register;

import dev.understudy.http.Request;

/** Of a request, that must be there. */
final class Parameters {
  private Parameters() {}

  /**
   * @throws IllegalArgumentException if it is missing
   */
  static String text(Request request, String name) {
    return request
        .parameter(name)
        .orElseThrow(() -> new IllegalArgumentException("parameter " + name + " is missing"));
  }

  /**
   * @throws IllegalArgumentException if it is missing or no number
   */
  static long number(Request request, String name) {
    return Long.parseLong(text(request, name));
  }
}
