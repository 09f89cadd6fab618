package dev.understudy.idle;

import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What was asked for.
 *
 * @param services how many there are each time, in growing order
 * @param seconds for which is measured, with tethers and as long without
 * @param detection the profile that the services declare; empty: none
 */
record Plan(List<Integer> services, int seconds, Optional<String> detection) {
  /** More would not fit the ports of one address: each member takes one connection. */
  private static final int MOST = 10_000;

  Plan {
    services = services.stream().distinct().sorted().toList();
    if (services.isEmpty() || services.getFirst() < 1 || services.getLast() > MOST) {
      throw new IllegalArgumentException("give counts of services from 1 to " + MOST);
    }
    if (seconds < 10) {
      throw new IllegalArgumentException("10 s are the least that shows anything");
    }
  }

  /**
   * @throws IllegalArgumentException if something else was asked for
   */
  static Plan parse(List<String> arguments) {
    List<Integer> services = List.of(1, 100, 1000);
    double minutes = 5;
    Optional<String> detection = Optional.empty();
    for (Iterator<String> words = arguments.iterator(); words.hasNext(); ) {
      String word = words.next();
      if (!words.hasNext()) {
        throw new IllegalArgumentException("nothing follows " + word);
      }
      String value = words.next();
      switch (word) {
        case "--services" -> services = Stream.of(value.split(",")).map(Integer::valueOf).toList();
        case "--minutes" -> minutes = Double.parseDouble(value);
        case "--detection" -> detection = Optional.of(value);
        default -> throw new IllegalArgumentException("no option: " + word);
      }
    }
    return new Plan(services, (int) Math.round(minutes * 60), detection);
  }

  /** As it would be written with all options. */
  String command() {
    return "e2e-tests/idle-cost --services %s --minutes %s%s"
        .formatted(
            services.stream().map(String::valueOf).collect(Collectors.joining(",")),
            seconds % 60 == 0 ? String.valueOf(seconds / 60) : String.valueOf(seconds / 60.0),
            detection.map(it -> " --detection " + it).orElse(""));
  }
}
