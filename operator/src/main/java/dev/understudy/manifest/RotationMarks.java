package dev.understudy.manifest;

import dev.understudy.decision.Action;
import dev.understudy.decision.MemberId;
import dev.understudy.decision.Rotation;
import io.fabric8.kubernetes.api.model.Service;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Who is out of the rotation, as label and annotations of pods and Service, and back. */
public final class RotationMarks {
  /** Below everybody else's: if members are taken away, who takes no traffic goes first. */
  private static final String OUT_COST = "-1";

  private RotationMarks() {}

  public static String label(Rotation rotation) {
    return switch (rotation) {
      case IN -> Marks.ROTATION_IN;
      case OUT -> Marks.ROTATION_OUT;
      case FOREIGN -> throw new IllegalArgumentException("not ours to write");
    };
  }

  public static Rotation rotation(Map<String, String> labels) {
    return switch (labels.getOrDefault(Marks.ROTATION, "")) {
      case Marks.ROTATION_IN -> Rotation.IN;
      case Marks.ROTATION_OUT -> Rotation.OUT;
      default -> Rotation.FOREIGN;
    };
  }

  /** Of a pod; with null for what is taken away. */
  public static Map<String, @Nullable String> annotations(Action.SetRotation set) {
    Map<String, @Nullable String> annotations = new HashMap<>();
    annotations.put(Marks.ROTATION_AT, set.decidedOn());
    annotations.put(Marks.DELETION_COST, set.now() == Rotation.OUT ? OUT_COST : null);
    return annotations;
  }

  /** Of the Service; with null for what is taken away. */
  public static Map<String, @Nullable String> listed(
      Collection<MemberId> members, String decidedOn) {
    Map<String, @Nullable String> annotations = new HashMap<>();
    annotations.put(Marks.ROTATION_AT, decidedOn);
    annotations.put(
        Marks.MAY_BE_OUT,
        members.isEmpty()
            ? null
            : members.stream().map(MemberId::value).collect(Collectors.joining(",")));
    return annotations;
  }

  /** Whatever cannot be a member is left out. */
  public static Set<MemberId> mayBeOut(Service service) {
    return Optional.ofNullable(service.getMetadata().getAnnotations())
        .map(annotations -> annotations.get(Marks.MAY_BE_OUT))
        .stream()
        .flatMap(text -> Arrays.stream(text.split(",")))
        .flatMap(name -> MemberId.of(name).stream())
        .collect(Collectors.toUnmodifiableSet());
  }
}
