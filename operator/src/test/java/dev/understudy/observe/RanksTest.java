package dev.understudy.observe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.understudy.api.ActivePassiveSpec;
import dev.understudy.api.HAService;
import dev.understudy.api.LabelMatch;
import dev.understudy.api.NameOrder;
import dev.understudy.api.PreferenceSpec;
import dev.understudy.decision.Member;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What is declared, most preferred first, and the rank that each member has then. */
class RanksTest {
  /** On nodes in the zones a, b and none; the first of them with an SSD. */
  private final Scene scene =
      new Scene()
          .node(node -> Nodes.labelled(node, "in-a", "disk", "ssd"))
          .node(node -> Nodes.labelled(node, "in-b", "topology.kubernetes.io/zone", "b"))
          .node(node -> Nodes.named(node, "nowhere").editMetadata().withLabels(null).endMetadata());

  private RanksTest pod(String name, @Nullable String node) {
    scene.pod(name, pod -> pod.editSpec().withNodeName(node).endSpec());
    return this;
  }

  private RanksTest declared(PreferenceSpec... entries) {
    scene.declares(has -> spec(has).preference = List.of(entries));
    return this;
  }

  private List<String> ranks() {
    return scene.observe().members().stream().map(it -> it.pod() + " " + it.rank()).toList();
  }

  private static ActivePassiveSpec spec(HAService has) {
    has.getSpec().activePassive =
        Objects.requireNonNullElseGet(has.getSpec().activePassive, ActivePassiveSpec::new);
    return has.getSpec().activePassive;
  }

  private static PreferenceSpec zone(String name) {
    PreferenceSpec entry = new PreferenceSpec();
    entry.zone = name;
    return entry;
  }

  private static PreferenceSpec nodeLabel(String key, String value) {
    PreferenceSpec entry = new PreferenceSpec();
    entry.nodeLabel = label(key, value);
    return entry;
  }

  private static PreferenceSpec podLabel(String key, String value) {
    PreferenceSpec entry = new PreferenceSpec();
    entry.podLabel = label(key, value);
    return entry;
  }

  private static PreferenceSpec names(NameOrder order) {
    PreferenceSpec entry = new PreferenceSpec();
    entry.names = order;
    return entry;
  }

  private static LabelMatch label(String key, String value) {
    LabelMatch label = new LabelMatch();
    label.key = key;
    label.value = value;
    return label;
  }

  @Test
  void areAllTheSameIfNothingIsDeclared() {
    assertThat(pod("a", "in-a").pod("b", "in-b").ranks()).containsExactly("a 0", "b 0");
  }

  @Test
  void areOfTheFirstEntryThatMatches() {
    assertThat(
            pod("a", "in-a")
                .pod("b", "in-b")
                .pod("c", "nowhere")
                .declared(zone("b"), nodeLabel("disk", "ssd"), zone("a"))
                .ranks())
        .containsExactly("a 1", "b 0", "c 3");
  }

  @Test
  void areOfTheValueOfALabelAndNotOfItsKeyAlone() {
    assertThat(
            pod("a", "in-a").declared(nodeLabel("disk", "hdd"), nodeLabel("disk", "ssd")).ranks())
        .containsExactly("a 1");
  }

  @Test
  void areTheLastWhereTheNodeIsNotKnown() {
    assertThat(pod("a", null).pod("b", "unheard-of").pod("c", "in-b").declared(zone("b")).ranks())
        .containsExactly("a 1", "b 1", "c 0");
  }

  @Test
  void areOfThePodsOwnLabels() {
    scene.pod("a").pod("b", it -> it.editMetadata().addToLabels("size", "big").endMetadata());
    assertThat(declared(podLabel("size", "big")).ranks()).containsExactly("a 1", "b 0");
  }

  @Test
  void countOnByNameBehindTheOtherEntries() {
    pod("orders-10", "in-a").pod("orders-2", "in-a").pod("orders-1", "in-b");
    assertThat(declared(zone("b"), names(NameOrder.Ascending)).ranks())
        .containsExactly("orders-1 0", "orders-10 3", "orders-2 2");
    assertThat(declared(names(NameOrder.Descending)).ranks())
        .containsExactly("orders-1 2", "orders-10 0", "orders-2 1");
  }

  /** The same whatever the order in which pods are listed, also for names that look alike. */
  @Test
  void areDifferentForEveryName() {
    List<String> names = List.of("a-1", "a-01", "a-10", "a-9", "a", "a1", "1", "b-0", "a-1b");
    declared(names(NameOrder.Ascending));
    names.forEach(name -> pod(name, "in-a"));
    List<String> ranks = ranks();
    names.reversed().forEach(name -> pod(name, "in-a"));
    assertThat(ranks()).isEqualTo(ranks);
    assertThat(scene.observe().members()).extracting(Member::rank).doesNotHaveDuplicates();
  }
}
