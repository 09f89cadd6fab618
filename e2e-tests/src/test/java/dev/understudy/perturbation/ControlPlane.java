package dev.understudy.perturbation;

import dev.understudy.harness.Shell;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/** One etcd and two API servers, as processes of this machine, with the CRD in them. */
public final class ControlPlane implements AutoCloseable {
  public static final String TOKEN = "perturbation";
  private static final Duration PATIENCE = Duration.ofMinutes(3);

  /**
   * What may differ.
   *
   * @param address of this machine, on which all listen
   * @param flags of an API server, by its name, {@code first} or {@code second}, besides the others
   */
  public record Setting(String address, Function<String, List<String>> flags) {
    static final Setting LOOPBACK = new Setting("127.0.0.1", _ -> List.of());
  }

  private final Path folder;
  private final Setting setting;
  private final List<Child> processes = new ArrayList<>();
  private final List<String> urls = new ArrayList<>();
  private final KubernetesClient client;

  private ControlPlane(Path binaries, Path folder, Setting setting) throws IOException {
    this.folder = folder;
    this.setting = setting;
    Files.createDirectories(folder);
    String etcd = etcd(binaries);
    Path key = key();
    Path tokens =
        Files.writeString(folder.resolve("tokens.csv"), TOKEN + ",admin,1,system:masters\n");
    for (String name : List.of("first", "second")) {
      urls.add(apiServer(binaries, name, etcd, key, tokens));
    }
    client = client(urls.getFirst());
  }

  /**
   * @param root of the checkout
   * @param folder for all their files, emptied first
   */
  static ControlPlane start(Path root, Path folder) throws IOException {
    return start(root, folder, Setting.LOOPBACK);
  }

  /**
   * @param root of the checkout
   * @param folder for all their files, emptied first
   */
  public static ControlPlane start(Path root, Path folder, Setting setting) throws IOException {
    empty(folder);
    Path binaries = folder.resolve("bin");
    new Shell(root, Map.of()).run("e2e-tests/cluster/control-plane", binaries.toString());
    ControlPlane plane = new ControlPlane(binaries, folder, setting);
    try {
      plane.urls.forEach(ControlPlane::awaitReady);
      plane.define(root.resolve("crds/haservices.understudy.dev.yaml"));
      return plane;
    } catch (RuntimeException | IOException e) {
      plane.close();
      throw e;
    }
  }

  public KubernetesClient client() {
    return client;
  }

  public String first() {
    return urls.get(0);
  }

  public String second() {
    return urls.get(1);
  }

  static void namespace(KubernetesClient client, String name) {
    client
        .resource(new NamespaceBuilder().withNewMetadata().withName(name).endMetadata().build())
        .create();
  }

  private static void empty(Path folder) throws IOException {
    if (Files.exists(folder)) {
      try (Stream<Path> files = Files.walk(folder)) {
        for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(file);
        }
      }
    }
  }

  private String etcd(Path binaries) throws IOException {
    String url = "http://127.0.0.1:" + freePort();
    String peers = "http://127.0.0.1:" + freePort();
    start(
        binaries,
        "etcd",
        "etcd",
        "--data-dir=" + folder.resolve("etcd"),
        "--listen-client-urls=" + url,
        "--advertise-client-urls=" + url,
        "--listen-peer-urls=" + peers,
        "--initial-advertise-peer-urls=" + peers,
        "--initial-cluster=default=" + peers,
        "--unsafe-no-fsync");
    return url;
  }

  private String apiServer(Path binaries, String name, String etcd, Path key, Path tokens)
      throws IOException {
    int port = freePort();
    List<String> arguments = new ArrayList<>();
    arguments.addAll(
        List.of(
            "--etcd-servers=" + etcd,
            "--etcd-compaction-interval=0", // a server that lags is asked for what was
            "--bind-address=" + setting.address(),
            "--advertise-address=" + setting.address(),
            "--secure-port=" + port,
            "--cert-dir=" + folder.resolve(name + "-certificates"),
            "--token-auth-file=" + tokens,
            "--authorization-mode=AlwaysAllow",
            "--service-account-issuer=https://kubernetes.default.svc",
            "--service-account-key-file=" + key,
            "--service-account-signing-key-file=" + key,
            "--service-cluster-ip-range=198.18.0.0/16",
            "--disable-admission-plugins=ServiceAccount",
            "--endpoint-reconciler-type=none"));
    arguments.addAll(setting.flags().apply(name));
    start(binaries, "kube-apiserver", name, arguments.toArray(String[]::new));
    return "https://" + setting.address() + ":" + port;
  }

  private Path key() throws IOException {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
      generator.initialize(2048);
      String text =
          Base64.getMimeEncoder()
              .encodeToString(generator.generateKeyPair().getPrivate().getEncoded());
      return Files.writeString(
          folder.resolve("service-account.key"),
          "-----BEGIN PRIVATE KEY-----\n" + text + "\n-----END PRIVATE KEY-----\n");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private void start(Path binaries, String program, String name, String... arguments) {
    List<String> command = new ArrayList<>(List.of(binaries.resolve(program).toString()));
    command.addAll(List.of(arguments));
    Path log = folder.resolve(name + ".log");
    processes.add(new Child(new ProcessBuilder(command).directory(folder.toFile()), log));
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  static KubernetesClient client(String url) {
    return new KubernetesClientBuilder()
        .withConfig(
            new ConfigBuilder()
                .withAutoConfigure(false)
                .withMasterUrl(url)
                .withOauthToken(TOKEN)
                .withTrustCerts(true)
                .withRequestRetryBackoffLimit(3)
                .build())
        .build();
  }

  private static void awaitReady(String url) {
    try (KubernetesClient client = client(url)) {
      Awaitility.await()
          .atMost(PATIENCE)
          .ignoreExceptionsInstanceOf(KubernetesClientException.class)
          .until(() -> "ok".equals(client.raw("/readyz")));
    }
  }

  private void define(Path crd) throws IOException {
    try (InputStream definition = Files.newInputStream(crd)) {
      client.load(definition).serverSideApply();
    }
    for (String url : urls) {
      try (KubernetesClient of = client(url)) {
        Awaitility.await()
            .atMost(PATIENCE)
            .ignoreExceptionsInstanceOf(KubernetesClientException.class)
            .until(() -> of.raw("/apis/understudy.dev/v1alpha1/haservices") != null);
      }
    }
  }

  @Override
  public void close() {
    client.close();
    processes.reversed().forEach(Child::close);
  }
}
