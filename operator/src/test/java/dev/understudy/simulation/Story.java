package dev.understudy.simulation;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;

/** What happened, one line an event. Not written unless somebody is to read it. */
final class Story {
  private final List<String> lines = new ArrayList<>();
  private final Timeline time;
  private final boolean told;

  Story(Timeline time, boolean told) {
    this.time = time;
    this.told = told;
  }

  void tell(String who, Supplier<String> what) {
    if (told) {
      lines.add(
          String.format(Locale.ROOT, "%9.3f s  %-11s %s", time.now() / 1000.0, who, what.get()));
    }
  }

  List<String> lines() {
    return List.copyOf(lines);
  }
}
