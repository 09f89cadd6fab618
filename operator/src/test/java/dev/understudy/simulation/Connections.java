package dev.understudy.simulation;

import dev.understudy.decision.Ineligibility;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;

/** What a connection to each member would show, as it truly is, and whom to tell of changes. */
final class Connections {
  /** As long as a kernel asks, and dials go unanswered, before a peer counts as silent. */
  static final long SILENT_AFTER = 7_000;

  /** To one member of so many an operator has no connection: something forbids it. */
  private static final int FORBIDDEN = 5;

  /**
   * What a connection shows.
   *
   * @param lost why the member is
   * @param answers it is connected
   */
  record Shown(Set<Ineligibility> lost, boolean answers) {
    static final Shown NOTHING = new Shown(Set.of(), false);
  }

  private final Map<String, Kubelet> kubelets = new TreeMap<>();
  private final List<Runnable> told = new ArrayList<>();
  private final boolean forbidden;
  private final boolean hangs;
  private int changes;

  /**
   * @param forbidden nobody can connect to anything
   * @param hangs there are members that hang
   */
  Connections(boolean forbidden, boolean hangs) {
    this.forbidden = forbidden;
    this.hangs = hangs;
  }

  boolean showHangs() {
    return hangs;
  }

  void add(Kubelet kubelet) {
    kubelets.put(kubelet.name(), kubelet);
  }

  void watch(Runnable look) {
    told.add(look);
  }

  /** How often what they show may have changed. */
  int changes() {
    return changes;
  }

  void changed() {
    if (forbidden) {
      return;
    }
    changes++;
    told.forEach(Runnable::run);
  }

  Shown show(Stored.Pod pod) {
    if (forbidden) {
      return Shown.NOTHING;
    }
    Set<Ineligibility> shown = EnumSet.noneOf(Ineligibility.class);
    Kubelet kubelet = kubelets.get(pod.node());
    if (kubelet != null && kubelet.refuses(pod.uid())) {
      shown.add(Ineligibility.REFUSES);
    }
    if (kubelet != null && kubelet.hangs(pod.uid())) {
      shown.add(Ineligibility.HANGS);
    }
    if (kubelet != null && kubelet.isSilent() && silent() * 2 <= kubelets.size()) {
      shown.add(Ineligibility.SILENT);
    }
    return new Shown(shown, kubelet != null && kubelet.answers(pod.uid()));
  }

  Shown show(String operator, Stored.Pod pod) {
    return Math.floorMod(Objects.hash(operator, pod.uid()), FORBIDDEN) == 0
        ? Shown.NOTHING
        : show(pod);
  }

  private long silent() {
    return kubelets.values().stream().filter(Kubelet::isSilent).count();
  }
}
