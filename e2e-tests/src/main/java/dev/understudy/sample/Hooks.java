package dev.understudy.sample;

import dev.understudy.http.Response;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** What it was told of its part, if it does as it is told. */
final class Hooks {
  private final List<String> obeyed = new CopyOnWriteArrayList<>();
  private volatile boolean refuses;

  Response called(String hook) {
    if (refuses) {
      return Response.text(503, "not now");
    }
    obeyed.add(hook);
    return Response.text(200, hook + "d");
  }

  String obeyed() {
    return String.join(" ", obeyed);
  }

  void refuse() {
    refuses = true;
  }

  void obey() {
    refuses = false;
  }
}
