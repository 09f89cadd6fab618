package dev.understudy.manifest;

import dev.understudy.api.HAService;
import dev.understudy.api.PortSpec;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.PodTemplateSpecBuilder;
import io.fabric8.kubernetes.api.model.Probe;
import io.fabric8.kubernetes.api.model.ProbeBuilder;
import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import io.fabric8.kubernetes.api.model.apps.ReplicaSetBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** The ReplicaSets that keep the members, one for each revision of the template. */
public final class WorkloadManifest {
  private static final int REVISION_DIGITS = 10;

  /** Of the 256 KiB that all annotations of an object may have, in characters of three bytes. */
  private static final int LARGEST_KEPT = 80_000;

  /** A default that only connects: cheap enough to ask every second. */
  private static final int DEFAULT_PROBE_SECONDS = 1;

  private WorkloadManifest() {}

  /**
   * Names the template, with what is added to it: equal templates have equal revisions.
   *
   * @throws UnreadableException when the API server let through what makes no pods
   */
  public static String revision(HAService has) {
    return Names.digest(PodsReader.json(template(has))).substring(0, REVISION_DIGITS);
  }

  /**
   * The ReplicaSet of the newest revision, which keeps the template as it was declared besides.
   *
   * @param number of the revision among those of this service
   */
  public static ReplicaSet replicaSet(HAService has, String revision, int replicas, int number) {
    Map<String, String> marks =
        Map.of(Marks.SERVICE, has.getMetadata().getName(), Marks.REVISION, revision);
    return new ReplicaSetBuilder()
        .withNewMetadata()
        .withName(Names.replicaSet(has, revision))
        .withNamespace(has.getMetadata().getNamespace())
        .withLabels(marks)
        .addToLabels(Marks.NUMBER, Integer.toString(number))
        .withAnnotations(kept(has))
        .withOwnerReferences(Owners.controlledBy(has))
        .endMetadata()
        .withNewSpec()
        .withReplicas(replicas)
        .withNewSelector()
        .withMatchLabels(marks)
        .endSelector()
        .withTemplate(marked(template(has), marks))
        .endSpec()
        .build();
  }

  /** Not if it is so large that the API server would refuse it there. */
  private static Map<String, String> kept(HAService has) {
    String template = String.valueOf(has.getSpec().template);
    return template.length() > LARGEST_KEPT ? Map.of() : Map.of(Marks.TEMPLATE, template);
  }

  /** The number of the revision of a ReplicaSet; 0 if it has none. */
  public static int number(ReplicaSet set) {
    String text =
        Optional.ofNullable(set.getMetadata().getLabels())
            .map(labels -> labels.get(Marks.NUMBER))
            .orElse("");
    return text.matches("\\d{1,9}") ? Integer.parseInt(text) : 0;
  }

  private static PodTemplateSpec marked(PodTemplateSpec template, Map<String, String> marks) {
    return new PodTemplateSpecBuilder(template)
        .editOrNewMetadata()
        .addToLabels(marks)
        .addToLabels(Marks.ROTATION, Marks.ROTATION_IN)
        .endMetadata()
        .build();
  }

  /**
   * The declared template, with a probe on the container that serves, spread over what may be lost,
   * and with the file of the role.
   */
  private static PodTemplateSpec template(HAService has) {
    PodTemplateSpec declared = PodsReader.template(has);
    List<Container> containers = new ArrayList<>(declared.getSpec().getContainers());
    int serving = serving(containers, ServiceManifest.firstPort(has));
    Container container = containers.get(serving);
    if (container.getReadinessProbe() == null) {
      probe(has)
          .ifPresent(probe ->
              containers.set(
                  serving, new ContainerBuilder(container).withReadinessProbe(probe).build()));
    }
    PodTemplateSpec probed =
        new PodTemplateSpecBuilder(declared)
            .editSpec()
            .withContainers(containers)
            .endSpec()
            .build();
    PodTemplateSpec spread = Spreading.over(has, probed);
    return RoleFile.declared(has).map(file -> file.mountedIn(spread)).orElse(spread);
  }

  private static Optional<Probe> probe(HAService has) {
    return PodsReader.probe(has)
        .or(() -> ServiceManifest.firstPort(has).flatMap(WorkloadManifest::connecting));
  }

  private static Optional<Probe> connecting(PortSpec port) {
    return port.protocol == null || port.protocol == PortSpec.Protocol.TCP
        ? Optional.of(
            new ProbeBuilder()
                .withNewTcpSocket()
                .withPort(ServiceManifest.target(port))
                .endTcpSocket()
                .withPeriodSeconds(DEFAULT_PROBE_SECONDS)
                .build())
        : Optional.empty();
  }

  /** The container that declares the port, by name or number; else the first one. */
  private static int serving(List<Container> containers, Optional<PortSpec> port) {
    for (int i = 0; i < containers.size(); i++) {
      Container container = containers.get(i);
      if (port.map(ServiceManifest::target).filter(at -> declares(container, at)).isPresent()) {
        return i;
      }
    }
    return 0;
  }

  private static boolean declares(Container container, IntOrString target) {
    return container.getPorts().stream()
        .anyMatch(port ->
            target.getStrVal() != null
                ? target.getStrVal().equals(port.getName())
                : Objects.equals(target.getIntVal(), port.getContainerPort()));
  }
}
