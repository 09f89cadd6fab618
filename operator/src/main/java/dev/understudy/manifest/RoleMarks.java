package dev.understudy.manifest;

import dev.understudy.decision.Role;
import dev.understudy.decision.Told;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What a pod is told of its part as its annotations, and back. */
public final class RoleMarks {
  static final String STANDBY = "standby";
  private static final String LEADS = "leader";

  /** As it is written: no sign, no leading zero, no more digits than a Lease can count. */
  private static final Pattern LEADER = Pattern.compile("leader (0|[1-9][0-9]{0,9})");

  private RoleMarks() {}

  /** With null for what is taken away. */
  public static Map<String, @Nullable String> annotations(Told told) {
    Map<String, @Nullable String> annotations = new HashMap<>();
    annotations.put(Marks.ROLE, text(told.role()));
    annotations.put(Marks.ROLE_EPOCH, Long.toString(told.epoch()));
    return annotations;
  }

  /** The label, by which a Service can select; null takes it away. */
  public static @Nullable String label(Role role) {
    return switch (role) {
      case Role.Leader leader -> LEADS;
      case Role.Standby standby -> STANDBY;
      case Role.None none -> null;
      case Role.Foreign foreign -> throw new IllegalArgumentException("not ours to write");
    };
  }

  /** Where the label says something else it was not all written by us, and is written again. */
  public static Told told(Map<String, String> annotations, Map<String, String> labels) {
    String text = annotations.get(Marks.ROLE);
    Role role = text == null ? new Role.None() : role(text);
    boolean agree =
        role instanceof Role.Foreign || Objects.equals(label(role), labels.get(Marks.ROLE));
    return new Told(
        agree ? role : new Role.Foreign(String.valueOf(text)),
        epoch(annotations.getOrDefault(Marks.ROLE_EPOCH, "")));
  }

  private static @Nullable String text(Role role) {
    return switch (role) {
      case Role.Leader leader -> "leader " + leader.epoch();
      case Role.Standby standby -> STANDBY;
      case Role.None none -> null;
      case Role.Foreign foreign -> throw new IllegalArgumentException("not ours to write");
    };
  }

  private static Role role(String text) {
    Matcher leader = LEADER.matcher(text);
    if (leader.matches()) {
      return new Role.Leader(Long.parseLong(leader.group(1)));
    }
    return text.equals(STANDBY) ? new Role.Standby() : new Role.Foreign(text);
  }

  /** Edited by hand it says nothing, and the next telling puts it right. */
  private static long epoch(String text) {
    try {
      return Math.max(0, Integer.parseInt(text)); // no Lease could hold a larger one
    } catch (NumberFormatException e) {
      return 0;
    }
  }
}
