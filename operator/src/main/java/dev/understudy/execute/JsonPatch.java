package dev.understudy.execute;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A JSON patch (RFC 6902) under construction: unlike a merge patch it replaces maps whole. */
final class JsonPatch {
  private final List<Map<String, Object>> operations = new ArrayList<>();

  /** The API server answers 409 if the object is at another version. */
  JsonPatch ifVersion(String version) {
    return add("replace", "/metadata/resourceVersion", version);
  }

  JsonPatch put(String path, Object value) {
    return add("add", path, value);
  }

  List<Map<String, Object>> operations() {
    return List.copyOf(operations);
  }

  private JsonPatch add(String operation, String path, Object value) {
    operations.add(Map.of("op", operation, "path", path, "value", value));
    return this;
  }
}
