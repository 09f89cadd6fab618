package dev.understudy.alarms;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What was asked for.
 *
 * @param length no disturbance is begun later, but for those of the first round
 * @param profiles one service each, side by side
 * @param disturbances in their order, again and again
 */
record Plan(Duration length, List<Profile> profiles, List<Disturbance> disturbances) {
  Plan {
    profiles =
        profiles.isEmpty()
            ? List.of(Profile.FAST, Profile.BALANCED, Profile.TOLERANT)
            : profiles.stream().distinct().sorted().toList();
    disturbances =
        disturbances.isEmpty()
            ? List.of(Disturbance.values())
            : disturbances.stream().distinct().sorted().toList();
  }

  /**
   * @throws IllegalArgumentException if something else was asked for
   */
  static Plan parse(List<String> arguments) {
    double minutes = 60;
    List<Profile> profiles = new ArrayList<>();
    List<Disturbance> disturbances = new ArrayList<>();
    for (Iterator<String> words = arguments.iterator(); words.hasNext(); ) {
      String word = words.next();
      switch (word) {
        case "--minutes" -> minutes = Double.parseDouble(next(word, words));
        case "--profile" -> profiles.add(Profile.parse(next(word, words)));
        default -> disturbances.add(Disturbance.parse(word));
      }
    }
    return new Plan(Duration.ofSeconds(Math.round(minutes * 60)), profiles, disturbances);
  }

  private static String next(String option, Iterator<String> words) {
    if (!words.hasNext()) {
      throw new IllegalArgumentException("nothing follows " + option);
    }
    return words.next();
  }

  /** As it would be written with all options. */
  String command() {
    String minutes =
        length.toSecondsPart() == 0
            ? Long.toString(length.toMinutes())
            : Double.toString(length.toSeconds() / 60.0);
    return "e2e-tests/false-alarms --minutes "
        + minutes
        + profiles.stream().map(it -> " --profile " + it.word()).collect(Collectors.joining())
        + (disturbances.size() == Disturbance.values().length
            ? ""
            : disturbances.stream().map(it -> " " + it.word()).collect(Collectors.joining()));
  }
}
