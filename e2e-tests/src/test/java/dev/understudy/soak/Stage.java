package dev.understudy.soak;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.understudy.harness.Faults;
import dev.understudy.harness.Installation;
import dev.understudy.harness.Manifests;
import dev.understudy.harness.Space;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Services that serve a register, one for each cell; the registers, on the control plane, where no
 * fault reaches them; and clients on every node.
 */
public final class Stage implements AutoCloseable {
  private static final int REGISTER_PORT = 8091;
  private static final int CONTROL_PORT = 8090;

  /** For leaders that failed often: their kubelet and Understudy wait ever longer. */
  private static final Duration PATIENCE = Duration.ofMinutes(6);

  private static final ObjectMapper JSON = new ObjectMapper();

  private final Space own;
  private final Path folder;
  private final Map<Cell, Space> spaces = new EnumMap<>(Cell.class);
  private final List<String> clients = new ArrayList<>();

  /** By clients and cell: how many of their operations are in the file. */
  private final Map<String, Long> collected = new HashMap<>();

  private Stage(Space own, Path folder) {
    this.own = own;
    this.folder = folder;
  }

  /**
   * Returns when all services are led and answer.
   *
   * @param own for what is not under test; each service gets a space besides
   */
  public static Stage set(Space own, Path folder, List<Cell> cells) {
    var stage = new Stage(own, folder);
    stage.prepareFolder(cells);
    String register = stage.startRegister();
    for (Cell cell : cells) {
      Space space = Space.create(own.installation(), "register-" + cell.word());
      stage.spaces.put(cell, space);
      space.apply(
          Manifests.register(cell.fencing(), cell.trusting(), register + "/" + cell.word()));
    }
    stage.spaces.values().forEach(it -> it.awaitMembers(2));
    stage.startClients();
    stage.awaitAnswers();
    return stage;
  }

  private void prepareFolder(List<Cell> cells) {
    try {
      Files.createDirectories(folder);
      for (Cell cell : cells) {
        Files.writeString(history(cell), "");
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private String startRegister() {
    String node = installation().controlPlane();
    start("register", node, "dev.understudy.register.RegisterServer", Map.of());
    Space.eventually(() -> assertThat(Space.isReady(own.pod("register"))).isTrue());
    return own.pod("register").getStatus().getPodIP() + ":" + REGISTER_PORT;
  }

  private void startClients() {
    String services =
        spaces.entrySet().stream()
            .map(it ->
                "%s=%s:80"
                    .formatted(
                        it.getKey().word(), it.getValue().service().getSpec().getClusterIP()))
            .collect(Collectors.joining(","));
    List<String> nodes = installation().nodes();
    for (int i = 0; i < nodes.size(); i++) {
      String name = "clients-" + i;
      start(
          name,
          nodes.get(i),
          "dev.understudy.register.RegisterClients",
          Map.of("SERVICES", services, "NUMBER", Integer.toString(i)));
      clients.add(name);
    }
    Space.eventually(() -> assertThat(clients).allMatch(it -> Space.isReady(own.pod(it))));
  }

  private void start(String name, String node, String main, Map<String, String> environment) {
    List<EnvVar> variables =
        environment.entrySet().stream()
            .map(it -> new EnvVar(it.getKey(), it.getValue(), null))
            .toList();
    own.client()
        .resource(
            new PodBuilder()
                .withNewMetadata()
                .withName(name)
                .withNamespace(own.namespace())
                .endMetadata()
                .withNewSpec()
                .withNodeName(node)
                .withRestartPolicy("Never")
                .withTerminationGracePeriodSeconds(0L)
                .addNewToleration()
                .withOperator("Exists")
                .endToleration()
                .addNewContainer()
                .withName(name)
                .withImage(Installation.SAMPLE_IMAGE)
                .withImagePullPolicy("Never")
                .withArgs(main)
                .withEnv(variables)
                .endContainer()
                .endSpec()
                .build())
        .create();
  }

  Installation installation() {
    return own.installation();
  }

  public List<Cell> cells() {
    return List.copyOf(spaces.keySet());
  }

  public Space space(Cell cell) {
    return Objects.requireNonNull(spaces.get(cell));
  }

  /** As the Lease has it; empty if nobody leads, or cannot be found. */
  Optional<Pod> leader(Cell cell) {
    Space space = space(cell);
    String holder = Objects.requireNonNullElse(space.lease().getSpec().getHolderIdentity(), "");
    return space.members().stream()
        .filter(it -> !holder.isEmpty() && holder.equals(Space.labels(it).get(Space.MEMBER)))
        .findFirst();
  }

  /** Returns when all services are led and the clients of all are answered. */
  public void awaitAnswers() {
    for (Space space : spaces.values()) {
      Space.eventually(
          PATIENCE,
          () -> {
            assertThat(space.readyMembers()).as("ready in " + space.namespace()).hasSize(2);
            assertThat(space.condition(Space.NAME, "Ready"))
                .get()
                .extracting(it -> it.getStatus())
                .isEqualTo("True");
          });
      space.leader();
    }
    Map<Cell, Counts> before = counts();
    Space.eventually(() -> {
      Map<Cell, Counts> now = counts();
      assertThat(cells())
          .allMatch(it -> accepted(now, it) > accepted(before, it) + (it.trusting() ? 2 : 20));
    });
  }

  private static long accepted(Map<Cell, Counts> counts, Cell cell) {
    return counts.getOrDefault(cell, Counts.NONE).accepted();
  }

  /** Of the registers that were asked for anything. */
  public Map<Cell, Counts> counts() {
    String answer = call("register", REGISTER_PORT, "GET", "/counts");
    Map<Cell, Counts> counts = new EnumMap<>(Cell.class);
    try {
      JSON.readValue(answer, new TypeReference<Map<String, Counts>>() {})
          .forEach((name, of) ->
              cells().stream()
                  .filter(it -> it.word().equals(name))
                  .forEach(it -> counts.put(it, of)));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(answer, e);
    }
    return counts;
  }

  public long epoch(Cell cell) {
    return space(cell).lease().getSpec().getLeaseTransitions();
  }

  /** Ends all operations, and the clients with them. */
  public void stopClients() {
    tellClients("/stop");
  }

  private void tellClients(String order) {
    clients.forEach(it -> Space.eventually(() -> call(it, CONTROL_PORT, "POST", order)));
  }

  /**
   * Puts what ended since the last time into the files. Meanwhile all clients rest: else one could
   * have read what another has not yet written down.
   */
  public void collect() {
    tellClients("/pause");
    collectFromAll();
    tellClients("/resume");
  }

  private void collectFromAll() {
    for (String client : clients) {
      for (Cell cell : cells()) {
        Space.eventually(() -> collect(client, cell));
      }
    }
  }

  private void collect(String client, Cell cell) {
    String of = client + " " + cell;
    long from = collected.getOrDefault(of, 0L);
    String path = "/history?service=%s&from=%d".formatted(cell.word(), from);
    String lines = call(client, CONTROL_PORT, "GET", path);
    String whole = lines.substring(0, lines.lastIndexOf('\n') + 1);
    try {
      Files.writeString(history(cell), whole, StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    collected.put(of, from + whole.lines().count());
  }

  public Verdict check(Cell cell) {
    Path picture = folder.resolve(cell.word() + ".html");
    return Verdict.of(own.shell(), history(cell), picture);
  }

  private Path history(Cell cell) {
    return folder.resolve(cell.word() + ".jsonl");
  }

  private String call(String pod, int port, String method, String path) {
    return Faults.proxy(own.client(), own.namespace(), pod, port, method, path);
  }

  @Override
  public void close() {
    spaces.values().forEach(Space::close);
    own.close();
  }
}
