package dev.understudy.sample;

import dev.understudy.http.Response;
import java.util.concurrent.atomic.LongAdder;

/** Who answers, and how often it did. */
final class Identity {

  private final String pod;
  private final String greeting;
  private final LongAdder answered = new LongAdder();

  Identity(String pod, String revision) {
    this.pod = pod;
    this.greeting = "{\"pod\":\"" + pod + "\",\"revision\":\"" + revision + "\",\"answered\":";
  }

  String pod() {
    return pod;
  }

  Response greet() {
    answered.increment();
    return Response.json(200, greeting + answered.sum() + "}");
  }
}
