package dev.understudy.observe;

import dev.understudy.api.ActivePassiveSpec;
import dev.understudy.api.HAService;
import dev.understudy.api.LabelMatch;
import dev.understudy.api.NameOrder;
import dev.understudy.api.PreferenceSpec;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.Pod;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where each pod stands in the declared preference: at the first entry that it matches, or behind
 * the last one. An entry of names matches everybody, and is the last: it counts pods on from there.
 */
final class Ranks {
  private static final String ZONE = "topology.kubernetes.io/zone";
  private static final Pattern NUMBERED = Pattern.compile("(.*?)0*(\\d*)");

  /** As people count: orders-2 before orders-10. */
  private static final Comparator<String> BY_NAME =
      Comparator.comparing((String name) -> part(name, 1))
          .thenComparingInt(name -> part(name, 2).length())
          .thenComparing(name -> part(name, 2))
          .thenComparing(Comparator.naturalOrder());

  private final List<PreferenceSpec> declared;
  private final List<String> names;

  private Ranks(List<PreferenceSpec> declared, List<String> names) {
    this.declared = declared;
    this.names = names;
  }

  static Ranks of(HAService has, List<Pod> pods) {
    return new Ranks(
        declared(has.getSpec().activePassive),
        pods.stream().map(pod -> pod.getMetadata().getName()).sorted(BY_NAME).toList());
  }

  private static List<PreferenceSpec> declared(@Nullable ActivePassiveSpec spec) {
    return spec == null || spec.preference == null ? List.of() : spec.preference;
  }

  /**
   * @param node where the pod runs; empty if that is not known
   */
  int of(Pod pod, Optional<Node> node) {
    for (int at = 0; at < declared.size(); at++) {
      PreferenceSpec entry = declared.get(at);
      if (entry.names != null) {
        return at + place(pod, entry.names);
      }
      if (matches(entry, pod, node)) {
        return at;
      }
    }
    return declared.size();
  }

  private static boolean matches(PreferenceSpec entry, Pod pod, Optional<Node> node) {
    return node.filter(it -> carries(it, ZONE, entry.zone) || carries(it, entry.nodeLabel))
            .isPresent()
        || carries(pod, entry.podLabel);
  }

  private static boolean carries(HasMetadata object, @Nullable LabelMatch label) {
    return label != null && carries(object, label.key, label.value);
  }

  private static boolean carries(HasMetadata object, @Nullable String key, @Nullable String value) {
    return value != null && value.equals(MemberReader.labels(object).get(key));
  }

  private int place(Pod pod, NameOrder order) {
    int ascending = names.indexOf(pod.getMetadata().getName());
    return switch (order) {
      case Ascending -> ascending;
      case Descending -> names.size() - 1 - ascending;
    };
  }

  private static String part(String name, int group) {
    Matcher matcher = NUMBERED.matcher(name);
    return matcher.matches() ? matcher.group(group) : name;
  }
}
