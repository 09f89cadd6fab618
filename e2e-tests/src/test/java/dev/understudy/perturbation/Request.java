package dev.understudy.perturbation;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A request of the operator, as far as it matters here.
 *
 * @param namespace empty if it is about more than one
 * @param resource in the plural
 * @param name empty if it is about more than one object
 * @param subresource empty if none
 */
record Request(String method, String namespace, String resource, String name, String subresource) {
  private static final Pattern PATH =
      Pattern.compile(
          "/apis?(?:/[^/]+)?/v[^/]+(?:/namespaces/([^/]+))?/([^/]+)(?:/([^/]+))?(?:/([^/]+))?");

  static Request of(String method, String path, JsonNode body) {
    Matcher matcher = PATH.matcher(path);
    if (!matcher.matches()) {
      return new Request(method, "", path, "", "");
    }
    String resource = matcher.group(2);
    String ofBody =
        resource.equals("events")
            ? body.path("reason").asText() // its name is made up by the API server
            : body.at("/metadata/name").asText();
    return new Request(
        method,
        orEmpty(matcher.group(1)),
        resource,
        method.equals("POST") ? ofBody : orEmpty(matcher.group(3)),
        orEmpty(matcher.group(4)));
  }

  boolean isWrite() {
    return !method.equals("GET");
  }

  String object() {
    return resource + "/" + name;
  }

  /** The same for each request that does the same to the same object. */
  String key() {
    return method.toLowerCase(Locale.ROOT)
        + "/"
        + object()
        + (subresource.isEmpty() ? "" : "/" + subresource);
  }

  private static String orEmpty(String group) {
    return group == null ? "" : group;
  }
}
