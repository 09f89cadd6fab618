package dev.understudy.observe;

import com.fasterxml.jackson.databind.JsonNode;
import dev.understudy.api.HAService;
import dev.understudy.decision.BudgetView;
import dev.understudy.manifest.BudgetManifest;
import dev.understudy.manifest.Marks;
import dev.understudy.manifest.Names;
import dev.understudy.manifest.Owners;
import io.fabric8.kubernetes.api.model.LabelSelector;
import io.fabric8.kubernetes.api.model.LabelSelectorRequirement;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** From PodDisruptionBudgets to what they mean for one service. */
final class BudgetReader {
  private final HAService has;
  private final Collection<PodDisruptionBudget> budgets;

  /**
   * @param budgets of the namespace; those that Understudy made for other services need not be
   *     there
   */
  BudgetReader(HAService has, Collection<PodDisruptionBudget> budgets) {
    this.has = has;
    this.budgets = budgets;
  }

  BudgetView read(String revision, List<Pod> members) {
    List<PodDisruptionBudget> others = budgets.stream().filter(it -> !isOurs(it)).toList();
    Set<String> selecting = new TreeSet<>();
    Set<String> clashing = new TreeSet<>();
    labels(revision, members)
        .distinct()
        .map(labels -> selecting(others, labels))
        .forEach(names -> {
          selecting.addAll(names);
          clashing.addAll(names.size() > 1 ? names : List.of());
        });
    return new BudgetView(own(), List.copyOf(selecting), List.copyOf(clashing));
  }

  private BudgetView.Own own() {
    return budgets.stream()
        .filter(it -> it.getMetadata().getName().equals(Names.budget(has)))
        .findFirst()
        .map(this::own)
        .orElseGet(BudgetView.Own.Absent::new);
  }

  private BudgetView.Own own(PodDisruptionBudget found) {
    return isOurs(found)
        ? new BudgetView.Own.Ours(
            BudgetManifest.minAvailable(has, found), found.getMetadata().getUid())
        : new BudgetView.Own.Taken(Owners.words(found));
  }

  private boolean isOurs(PodDisruptionBudget found) {
    return Owners.controls(has, found);
  }

  private static List<String> selecting(
      List<PodDisruptionBudget> those, Map<String, String> labels) {
    return those.stream()
        .filter(it -> it.getSpec() != null && selects(it.getSpec().getSelector(), labels))
        .map(it -> it.getMetadata().getName())
        .toList();
  }

  /** Of the members there are, and of those that are made next. */
  private Stream<Map<String, String>> labels(String revision, List<Pod> members) {
    Map<String, String> next = new HashMap<>();
    if (has.getSpec().template != null) {
      JsonNode declared = has.getSpec().template.at("/metadata/labels");
      declared.properties().forEach(label -> next.put(label.getKey(), label.getValue().asText()));
    }
    next.put(Marks.SERVICE, has.getMetadata().getName());
    next.put(Marks.REVISION, revision);
    next.put(Marks.ROTATION, Marks.ROTATION_IN);
    return Stream.concat(Stream.of(next), members.stream().map(MemberReader::labels));
  }

  /** As in {@code policy/v1}: an empty one selects all, none selects nothing. */
  static boolean selects(@Nullable LabelSelector selector, Map<String, String> labels) {
    if (selector == null) {
      return false;
    }
    Map<String, String> match =
        Objects.requireNonNullElseGet(selector.getMatchLabels(), Map::<String, String>of);
    return labels.entrySet().containsAll(match.entrySet())
        && selector.getMatchExpressions().stream().allMatch(it -> holds(it, labels));
  }

  private static boolean holds(LabelSelectorRequirement it, Map<String, String> labels) {
    Optional<String> value = Optional.ofNullable(labels.get(it.getKey()));
    return switch (it.getOperator()) {
      case "In" -> value.filter(it.getValues()::contains).isPresent();
      case "NotIn" -> value.filter(it.getValues()::contains).isEmpty();
      case "Exists" -> value.isPresent();
      case "DoesNotExist" -> value.isEmpty();
      default -> false; // newer than this release: taken for one that selects nothing
    };
  }
}
