package dev.understudy.idle;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RequestsTest {
  private static final Instant NOON = Instant.parse("2026-11-27T12:00:00Z");

  private static String line(String verb, String stage, String object, Instant at) {
    return """
    {"verb":"%s","stage":"Response%s","objectRef":%s,"requestReceivedTimestamp":"%s"}\
    """
        .formatted(verb, stage, object, at);
  }

  @Test
  void aRequestCountsWhereItEndsAndAWatchWhereItBegins() {
    String pods = "{\"resource\":\"pods\"}";
    String status = "{\"resource\":\"haservices\",\"subresource\":\"status\"}";
    List<String> lines =
        List.of(
            line("watch", "Started", pods, NOON),
            line("watch", "Complete", pods, NOON),
            line("patch", "Complete", status, NOON),
            line("patch", "Complete", status, NOON.plusSeconds(1)),
            line("list", "Complete", pods, NOON.minusSeconds(1)),
            line("list", "Complete", pods, NOON.plusSeconds(2)),
            "{\"verb\":\"li");
    assertThat(Requests.count(lines, NOON, NOON.plusSeconds(2)))
        .isEqualTo(Map.of("watch pods", 1L, "patch haservices/status", 2L));
  }
}
