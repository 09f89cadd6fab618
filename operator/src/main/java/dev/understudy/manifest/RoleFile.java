package dev.understudy.manifest;

import dev.understudy.api.HAService;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.PodTemplateSpecBuilder;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeBuilder;
import io.fabric8.kubernetes.api.model.VolumeMount;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The file in which a member reads its part: the annotation of its pod, by the downward API. Not by
 * a subPath, for such a mount is never updated: the folder is mounted, and the file alone is in it.
 *
 * @param path absolute
 */
record RoleFile(String path) {
  private static final String VOLUME = "understudy-role";

  static Optional<RoleFile> declared(HAService has) {
    return Optional.ofNullable(has.getSpec().activePassive)
        .flatMap(spec -> Optional.ofNullable(spec.roleFile))
        .map(RoleFile::new);
  }

  /**
   * In every container, those that initialize too.
   *
   * @throws UnreadableException when the template has something at its place
   */
  PodTemplateSpec mountedIn(PodTemplateSpec template) {
    PodSpec spec = template.getSpec();
    clash(spec)
        .ifPresent(what -> {
          throw new UnreadableException(
              "activePassive.roleFile: " + path + " cannot be mounted: " + what + ".", null);
        });
    return new PodTemplateSpecBuilder(template)
        .editSpec()
        .addToVolumes(volume())
        .withContainers(mounted(spec.getContainers()))
        .withInitContainers(mounted(spec.getInitContainers()))
        .endSpec()
        .build();
  }

  private Optional<String> clash(PodSpec spec) {
    return spec.getVolumes().stream()
        .filter(volume -> volume != null && VOLUME.equals(volume.getName()))
        .map(volume ->
            "template has a volume " + VOLUME + " of its own; give that volume another name")
        .findFirst()
        .or(() ->
            Stream.concat(spec.getContainers().stream(), spec.getInitContainers().stream())
                .filter(Objects::nonNull)
                .flatMap(this::clashes)
                .findFirst());
  }

  private Stream<String> clashes(Container container) {
    return container.getVolumeMounts().stream()
        .filter(mount -> mount != null && isInTheWay(mount))
        .map(mount ->
            "container "
                + container.getName()
                + " mounts volume "
                + mount.getName()
                + " at "
                + mount.getMountPath()
                + "; give the file a folder in which nothing else is mounted");
  }

  private boolean isInTheWay(VolumeMount mount) {
    return (mount.getMountPath() + "/").replaceAll("/+", "/").startsWith(folder() + "/");
  }

  private List<Container> mounted(List<Container> containers) {
    return containers.stream()
        .map(container ->
            new ContainerBuilder(container)
                .addNewVolumeMount()
                .withName(VOLUME)
                .withMountPath(folder())
                .withReadOnly(true)
                .endVolumeMount()
                .build())
        .toList();
  }

  private Volume volume() {
    return new VolumeBuilder()
        .withName(VOLUME)
        .withNewDownwardAPI()
        .addNewItem()
        .withPath(path.substring(folder().length() + 1))
        .withNewFieldRef()
        .withFieldPath("metadata.annotations['" + Marks.ROLE + "']")
        .endFieldRef()
        .endItem()
        .endDownwardAPI()
        .build();
  }

  private String folder() {
    return path.substring(0, path.lastIndexOf('/'));
  }
}
