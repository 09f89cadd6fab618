package dev.understudy.training;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import org.jspecify.annotations.Nullable;

/**
 * As much of an API server as the operator needs to be trained: TLS, lists, watches (WebSocket or
 * not), writes that are merged and reported to the watchers, and pods for every ReplicaSet. Nothing
 * is validated: this proves nothing about the operator.
 */
final class FakeApiServer implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String PASSWORD = "training";
  private static final String PODS = "/api/v1/pods";
  private static final String SERVICES = "/api/v1/services";
  private static final String HASERVICES = "/apis/understudy.dev/v1alpha1/haservices";
  private static final String SERVICE = "default/activepassive";
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final String MEMBER = "understudy.dev/member";

  private final SSLServerSocket socket;
  private final Path kubeconfig;
  private final AtomicInteger writes = new AtomicInteger();
  private final List<Watcher> watchers = new CopyOnWriteArrayList<>();
  private final Map<String, Map<String, ObjectNode>> objects = new TreeMap<>();
  private int version = 100;

  FakeApiServer(Path work, Path keytool) throws Exception {
    Path store = work.resolve("api.p12");
    if (!Files.exists(store)) {
      keytool(
          keytool,
          store,
          "-genkeypair -alias api -keyalg EC -dname CN=api -ext SAN=ip:127.0.0.1 -ext bc:c=ca:true"
              + " -validity 30");
    }
    KeyStore keys = KeyStore.getInstance(store.toFile(), PASSWORD.toCharArray());
    KeyManagerFactory managers =
        KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    managers.init(keys, PASSWORD.toCharArray());
    SSLContext tls = SSLContext.getInstance("TLS");
    tls.init(managers.getKeyManagers(), null, null);
    socket =
        (SSLServerSocket)
            tls.getServerSocketFactory()
                .createServerSocket(0, 100, InetAddress.getLoopbackAddress());
    kubeconfig = work.resolve("kubeconfig");
    String pem =
        "-----BEGIN CERTIFICATE-----\n"
            + Base64.getMimeEncoder().encodeToString(keys.getCertificate("api").getEncoded())
            + "\n-----END CERTIFICATE-----\n";
    Files.writeString(
        kubeconfig,
        """
        apiVersion: v1
        kind: Config
        current-context: training
        contexts:
        - name: training
          context: {cluster: training, user: training, namespace: understudy-system}
        users: [{name: training, user: {token: training}}]
        clusters:
        - name: training
          cluster: {server: "https://127.0.0.1:%d", certificate-authority-data: %s}
        """
            .formatted(
                socket.getLocalPort(),
                Base64.getEncoder().encodeToString(pem.getBytes(StandardCharsets.US_ASCII))));
    put("/api/v1/nodes", node());
    for (String mode : List.of("ActivePassive", "ActiveActive")) {
      put(HASERVICES, haservice(mode));
    }
    Thread.ofPlatform().daemon().start(this::accept);
  }

  private static void keytool(Path keytool, Path store, String arguments) throws Exception {
    List<String> command = new ArrayList<>(List.of(keytool.toString()));
    command.addAll(List.of(arguments.split(" ")));
    command.addAll(List.of("-keystore", store.toString(), "-storepass", PASSWORD));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.waitFor() != 0) {
      throw new TrainingRun.TrainingFailure("keytool could not make a certificate: " + output);
    }
  }

  Path kubeconfig() {
    return kubeconfig;
  }

  /** Writes by the operator, its lease among them not counted. */
  int writes() {
    return writes.get();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }

  // ---- the story

  /**
   * Both services start, the leader is lost, the mode is changed and changed back, both are
   * deleted. Each time the route must follow, or the training would be of an operator that waits.
   */
  void play() throws Exception {
    awaitRoute("opened to a leader", "", selector -> selector.contains(MEMBER));
    String before = selector();
    synchronized (this) {
      for (ObjectNode pod : List.copyOf(all(PODS).values())) {
        String member = pod.at("/metadata/labels").path(MEMBER).asText();
        if (!member.isEmpty() && before.contains(member)) {
          ObjectNode lost = pod.deepCopy();
          lost.set("status", podStatus(false));
          put(PODS, lost);
        }
      }
    }
    awaitRoute("moved to the standby", before, selector -> selector.contains(MEMBER));
    for (String mode : List.of("ActiveActive", "ActivePassive")) {
      before = selector();
      synchronized (this) {
        ObjectNode changed = all(HASERVICES).get(SERVICE).deepCopy();
        changed.withObject("/spec").put("mode", mode);
        changed.withObject("/metadata").put("generation", version);
        put(HASERVICES, changed);
      }
      awaitRoute("moved by the mode " + mode, before, selector -> true);
    }
    synchronized (this) {
      for (String key : List.copyOf(all(HASERVICES).keySet())) {
        remove(HASERVICES, key);
      }
    }
    Thread.sleep(500);
  }

  private void awaitRoute(String what, String before, Predicate<String> reached) throws Exception {
    long begin = System.nanoTime();
    while (selector().equals(before) || !reached.test(selector())) {
      if (System.nanoTime() - begin > PATIENCE.toNanos()) {
        throw new TrainingRun.TrainingFailure(
            "In %d s of training the route was not %s; the selector is %s."
                .formatted(PATIENCE.toSeconds(), what, selector()));
      }
      Thread.sleep(20);
    }
    Thread.sleep(300);
  }

  private synchronized String selector() {
    ObjectNode service = all(SERVICES).get(SERVICE);
    return service == null ? "" : service.at("/spec/selector").toString();
  }

  private static ObjectNode haservice(String mode) {
    String name = mode.toLowerCase(Locale.ROOT);
    return parse(
        """
        {"apiVersion": "understudy.dev/v1alpha1", "kind": "HAService",
         "metadata": {"name": "%1$s", "namespace": "default", "generation": 1},
         "spec": {"mode": "%2$s", "replicas": 2, "paused": false,
           "service": {"type": "ClusterIP", "ports": [
             {"name": "http", "port": 80, "targetPort": 8080, "protocol": "TCP"}]},
           "template": {"metadata": {"labels": {"app": "%1$s"}},
             "spec": {"containers": [{"name": "main", "image": "example",
               "ports": [{"containerPort": 8080, "name": "http"}]}]}}}}
        """
            .formatted(name, mode));
  }

  private static ObjectNode node() {
    return parse(
        """
        {"apiVersion": "v1", "kind": "Node",
         "metadata": {"name": "node-1", "labels": {"kubernetes.io/hostname": "node-1"}},
         "status": {"conditions": [{"type": "Ready", "status": "True"}]}}
        """);
  }

  private static ObjectNode podStatus(boolean ready) {
    return parse(
        """
        {"phase": "Running", "podIP": "127.0.0.1", "podIPs": [{"ip": "127.0.0.1"}],
         "startTime": "2026-01-01T00:00:00Z",
         "conditions": [
           {"type": "ContainersReady", "status": "%1$s"},
           {"type": "Ready", "status": "%1$s", "lastTransitionTime": "2026-01-01T00:00:00Z"}],
         "containerStatuses": [{"name": "main", "image": "example", "imageID": "",
           "restartCount": 0, "ready": %2$s, "started": %2$s,
           "state": {"%3$s": {"startedAt": "2026-01-01T00:00:00Z"%4$s}}}]}
        """
            .formatted(
                ready ? "True" : "False",
                ready,
                ready ? "running" : "terminated",
                ready ? "" : ", \"finishedAt\": \"2026-01-01T00:00:01Z\", \"exitCode\": 137"));
  }

  /** What the ReplicaSet controller and the kubelets would do, at once. */
  private void runPods(ObjectNode replicaSet) {
    int wanted = replicaSet.at("/spec/replicas").asInt();
    String name = replicaSet.at("/metadata/name").asText();
    String namespace = replicaSet.at("/metadata/namespace").asText();
    for (int i = 0; i < 10; i++) {
      String key = namespace + "/" + name + "-" + i;
      boolean exists = all(PODS).containsKey(key);
      if (i < wanted && !exists) {
        ObjectNode pod = JSON.createObjectNode().put("apiVersion", "v1").put("kind", "Pod");
        if (replicaSet.at("/spec/template/metadata") instanceof ObjectNode metadata) {
          pod.set("metadata", metadata.deepCopy());
        }
        pod.withObject("/metadata").put("name", name + "-" + i).put("namespace", namespace);
        pod.withObject("/metadata")
            .putArray("ownerReferences")
            .addObject()
            .put("apiVersion", "apps/v1")
            .put("kind", "ReplicaSet")
            .put("name", name)
            .put("uid", replicaSet.at("/metadata/uid").asText())
            .put("controller", true);
        pod.set("spec", replicaSet.at("/spec/template/spec").deepCopy());
        pod.withObject("/spec").put("nodeName", "node-1");
        pod.set("status", podStatus(true));
        put(PODS, pod);
      } else if (i >= wanted && exists) {
        remove(PODS, key);
      }
    }
    ObjectNode changed = replicaSet.deepCopy();
    changed
        .withObject("/status")
        .put("replicas", wanted)
        .put("readyReplicas", wanted)
        .put("availableReplicas", wanted)
        .put("observedGeneration", changed.at("/metadata/generation").asLong());
    if (!changed.equals(replicaSet)) {
      put("/apis/apps/v1/replicasets", changed);
    }
  }

  // ---- objects

  private Map<String, ObjectNode> all(String resource) {
    return objects.computeIfAbsent(resource, ignored -> new TreeMap<>());
  }

  private synchronized ObjectNode put(String resource, ObjectNode object) {
    ObjectNode metadata = object.withObject("/metadata");
    if (!metadata.has("uid")) {
      metadata.put("uid", UUID.randomUUID().toString());
      metadata.put("creationTimestamp", "2026-01-01T00:00:00Z");
    }
    metadata.put("resourceVersion", Integer.toString(++version));
    String key = metadata.path("namespace").asText() + "/" + metadata.path("name").asText();
    boolean added = all(resource).put(key, object) == null;
    tell(resource, added ? "ADDED" : "MODIFIED", object);
    if (resource.endsWith("/replicasets")) {
      runPods(object);
    }
    return object;
  }

  private synchronized @Nullable ObjectNode remove(String resource, String key) {
    ObjectNode removed = all(resource).remove(key);
    if (removed != null) {
      removed.withObject("/metadata").put("resourceVersion", Integer.toString(++version));
      tell(resource, "DELETED", removed);
    }
    return removed;
  }

  private void tell(String resource, String type, ObjectNode object) {
    for (Watcher watcher : watchers) {
      if (watcher.resource().equals(resource)) {
        try {
          watcher.send(event(type, object));
        } catch (IOException e) {
          watchers.remove(watcher);
        }
      }
    }
  }

  private static String event(String type, ObjectNode object) {
    ObjectNode event = JSON.createObjectNode().put("type", type);
    event.set("object", object);
    return event.toString();
  }

  /** A merge, and of the strategic one the directive to replace a map whole. */
  private static void merge(ObjectNode into, JsonNode patch) {
    if ("replace".equals(patch.path("$patch").asText())) {
      into.removeAll();
      ((ObjectNode) patch).remove("$patch");
    }
    patch
        .properties()
        .forEach(field -> {
          if (field.getValue().isNull()) {
            into.remove(field.getKey());
          } else if (field.getValue().isObject()
              && into.get(field.getKey()) instanceof ObjectNode inner) {
            merge(inner, field.getValue());
          } else {
            into.set(field.getKey(), field.getValue());
          }
        });
  }

  private static void jsonPatch(ObjectNode into, JsonNode patch) {
    for (JsonNode operation : patch) {
      String path = operation.path("path").asText();
      int slash = path.lastIndexOf('/');
      String field = path.substring(slash + 1).replace("~1", "/").replace("~0", "~");
      ObjectNode parent = slash == 0 ? into : into.withObject(path.substring(0, slash));
      switch (operation.path("op").asText()) {
        case "add", "replace" -> parent.set(field, operation.path("value"));
        case "remove" -> parent.remove(field);
        default -> {}
      }
    }
  }

  // ---- requests

  private record Request(
      String method,
      String path,
      Map<String, String> query,
      Map<String, String> headers,
      byte[] body) {
    boolean watch() {
      return query.containsKey("watch") && !"false".equals(query.get("watch"));
    }
  }

  /** The address of a collection, an object or one of its subresources. */
  private record Target(String resource, String namespace, String name, String subresource) {
    static Target of(String path) {
      List<String> parts = new ArrayList<>(List.of(path.substring(1).split("/")));
      int prefix = parts.getFirst().equals("api") ? 2 : 3;
      String resource = "/" + String.join("/", parts.subList(0, Math.min(prefix, parts.size())));
      List<String> rest =
          new ArrayList<>(parts.subList(Math.min(prefix, parts.size()), parts.size()));
      String namespace = "";
      if (rest.size() > 2 && rest.getFirst().equals("namespaces")) {
        namespace = rest.get(1);
        rest = rest.subList(2, rest.size());
      }
      return new Target(
          resource + (rest.isEmpty() ? "" : "/" + rest.getFirst()),
          namespace,
          rest.size() > 1 ? rest.get(1) : "",
          rest.size() > 2 ? rest.get(2) : "");
    }

    String key() {
      return namespace + "/" + name;
    }
  }

  private record Answer(int code, JsonNode body) {}

  private synchronized Answer answer(Request request) throws IOException {
    if (request.path().equals("/version")) {
      return new Answer(
          200, parse("{\"major\": \"1\", \"minor\": \"37\", \"gitVersion\": \"v1.37.2\"}"));
    }
    Target target = Target.of(request.path());
    JsonNode body =
        request.body().length == 0 ? JSON.createObjectNode() : JSON.readTree(request.body());
    if (!request.method().equals("GET")
        && !target.key().equals("understudy-system/understudy-operator")) {
      writes.incrementAndGet();
    }
    ObjectNode old = all(target.resource()).get(target.key());
    return switch (request.method()) {
      case "GET" -> {
        if (target.name().isEmpty()) {
          yield new Answer(200, list(target));
        }
        yield old == null ? status(404, "NotFound", target) : new Answer(200, old);
      }
      case "POST" -> {
        ObjectNode created = (ObjectNode) body;
        ObjectNode metadata = created.withObject("/metadata");
        if (!target.namespace().isEmpty()) {
          metadata.put("namespace", target.namespace());
        }
        if (!metadata.has("name")) {
          metadata.put("name", metadata.path("generateName").asText("object-") + version);
        }
        String key = target.namespace() + "/" + metadata.path("name").asText();
        if (target.resource().endsWith("reviews")) {
          created.set(
              "status",
              parse(
                  """
                  {"allowed": true, "incomplete": false, "nonResourceRules": [],
                   "resourceRules": [{"verbs": ["*"], "apiGroups": ["*"], "resources": ["*"]}]}
                  """));
          yield new Answer(201, created);
        }
        yield all(target.resource()).containsKey(key)
            ? status(409, "AlreadyExists", target)
            : new Answer(201, put(target.resource(), created));
      }
      case "PUT", "PATCH" -> {
        String expected = body.at("/metadata/resourceVersion").asText();
        if (old != null
            && !expected.isEmpty()
            && !expected.equals(old.at("/metadata/resourceVersion").asText())) {
          yield status(409, "Conflict", target);
        }
        ObjectNode changed = old == null ? JSON.createObjectNode() : old.deepCopy();
        if (body instanceof ArrayNode) {
          jsonPatch(changed, body);
        } else {
          merge(changed, body);
        }
        changed.withObject("/metadata").put("name", target.name());
        if (!target.namespace().isEmpty()) {
          changed.withObject("/metadata").put("namespace", target.namespace());
        }
        yield changed.equals(old)
            ? new Answer(200, changed)
            : new Answer(old == null ? 201 : 200, put(target.resource(), changed));
      }
      case "DELETE" -> {
        ObjectNode removed = remove(target.resource(), target.key());
        yield removed == null ? status(404, "NotFound", target) : new Answer(200, removed);
      }
      default -> status(405, "MethodNotAllowed", target);
    };
  }

  private ObjectNode list(Target target) {
    ObjectNode list = JSON.createObjectNode().put("kind", "List").put("apiVersion", "v1");
    list.putObject("metadata").put("resourceVersion", Integer.toString(version));
    ArrayNode items = list.putArray("items");
    all(target.resource())
        .forEach((key, object) -> {
          if (target.namespace().isEmpty() || key.startsWith(target.namespace() + "/")) {
            items.add(object);
          }
        });
    return list;
  }

  private static Answer status(int code, String reason, Target target) {
    return new Answer(
        code,
        JSON.createObjectNode()
            .put("kind", "Status")
            .put("apiVersion", "v1")
            .put("status", "Failure")
            .put("reason", reason)
            .put("code", code)
            .put("message", reason + ": " + target));
  }

  private static ObjectNode parse(String json) {
    try {
      return (ObjectNode) JSON.readTree(json);
    } catch (IOException e) {
      throw new IllegalArgumentException(e);
    }
  }

  // ---- HTTP/1.1 and WebSocket

  private void accept() {
    while (!socket.isClosed()) {
      try {
        Socket connection = socket.accept();
        Thread.ofVirtual().start(() -> serve(connection));
      } catch (SocketException e) {
        return;
      } catch (IOException e) {
        System.err.println("fake API server: " + e);
      }
    }
  }

  private void serve(Socket connection) {
    try (connection;
        InputStream in = new BufferedInputStream(connection.getInputStream());
        OutputStream out = connection.getOutputStream()) {
      for (Request request = read(in); request != null; request = read(in)) {
        if (request.watch()) {
          watch(request, in, out);
          return;
        }
        Answer answer = answer(request);
        byte[] body = JSON.writeValueAsBytes(answer.body());
        out.write(
            head(
                answer.code() + " Answer",
                "Content-Type: application/json",
                "Content-Length: " + body.length));
        out.write(body);
        out.flush();
      }
    } catch (IOException e) {
      // the operator has gone
    } catch (RuntimeException e) {
      System.err.println("fake API server: " + e);
    }
  }

  private static @Nullable Request read(InputStream in) throws IOException {
    String first = line(in);
    if (first.isEmpty()) {
      return null;
    }
    Map<String, String> headers = new HashMap<>();
    for (String line = line(in); !line.isEmpty(); line = line(in)) {
      int colon = line.indexOf(':');
      headers.put(
          line.substring(0, colon).toLowerCase(Locale.ROOT), line.substring(colon + 1).strip());
    }
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    if ("chunked".equals(headers.get("transfer-encoding"))) {
      for (int size = Integer.parseInt(line(in), 16);
          size > 0;
          size = Integer.parseInt(line(in), 16)) {
        body.write(in.readNBytes(size));
        line(in);
      }
      line(in);
    } else {
      body.write(in.readNBytes(Integer.parseInt(headers.getOrDefault("content-length", "0"))));
    }
    String[] words = first.split(" ");
    URI uri = URI.create(words[1]);
    Map<String, String> query = new HashMap<>();
    if (uri.getRawQuery() != null) {
      for (String pair : uri.getRawQuery().split("&")) {
        int equals = pair.indexOf('=');
        query.put(
            equals < 0 ? pair : pair.substring(0, equals),
            equals < 0
                ? ""
                : URLDecoder.decode(pair.substring(equals + 1), StandardCharsets.UTF_8));
      }
    }
    return new Request(words[0], uri.getPath(), query, headers, body.toByteArray());
  }

  private static String line(InputStream in) throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    for (int c = in.read(); c >= 0 && c != '\n'; c = in.read()) {
      if (c != '\r') {
        line.write(c);
      }
    }
    return line.toString(StandardCharsets.ISO_8859_1);
  }

  private static byte[] head(String status, String... headers) {
    return ("HTTP/1.1 " + status + "\r\n" + String.join("\r\n", headers) + "\r\n\r\n")
        .getBytes(StandardCharsets.ISO_8859_1);
  }

  private record Watcher(String resource, OutputStream out, boolean webSocket) {
    void send(String event) throws IOException {
      byte[] bytes = (event + "\n").getBytes(StandardCharsets.UTF_8);
      if (webSocket) {
        frame(1, bytes);
      } else {
        synchronized (out) {
          out.write(
              (Integer.toHexString(bytes.length) + "\r\n").getBytes(StandardCharsets.US_ASCII));
          out.write(bytes);
          out.write("\r\n".getBytes(StandardCharsets.US_ASCII));
          out.flush();
        }
      }
    }

    void frame(int opcode, byte[] bytes) throws IOException {
      ByteBuffer frame = ByteBuffer.allocate(bytes.length + 10).put((byte) (0x80 | opcode));
      if (bytes.length < 126) {
        frame.put((byte) bytes.length);
      } else if (bytes.length < 65536) {
        frame.put((byte) 126).putShort((short) bytes.length);
      } else {
        frame.put((byte) 127).putLong(bytes.length);
      }
      frame.put(bytes);
      synchronized (out) {
        out.write(frame.array(), 0, frame.position());
        out.flush();
      }
    }
  }

  private void watch(Request request, InputStream in, OutputStream out) throws IOException {
    Target target = Target.of(request.path());
    String key = request.headers().get("sec-websocket-key");
    Watcher watcher = new Watcher(target.resource(), out, key != null);
    out.write(
        key == null
            ? head("200 OK", "Content-Type: application/json", "Transfer-Encoding: chunked")
            : head(
                "101 Switching Protocols",
                "Upgrade: websocket",
                "Connection: Upgrade",
                "Sec-WebSocket-Accept: " + accepted(key)));
    out.flush();
    synchronized (this) {
      int since = Integer.parseInt(request.query().getOrDefault("resourceVersion", "0"));
      for (ObjectNode object : all(target.resource()).values()) {
        if (object.at("/metadata/resourceVersion").asInt() > since) {
          watcher.send(event("ADDED", object));
        }
      }
      watchers.add(watcher);
    }
    try {
      DataInputStream data = new DataInputStream(in);
      while (true) {
        int opcode = data.readUnsignedByte() & 0x0f;
        int length = data.readUnsignedByte() & 0x7f;
        length = length == 126 ? data.readUnsignedShort() : length;
        byte[] mask = data.readNBytes(4);
        byte[] payload = data.readNBytes(length);
        for (int i = 0; i < payload.length; i++) {
          payload[i] ^= mask[i % 4];
        }
        if (opcode == 9) {
          watcher.frame(10, payload);
        } else if (opcode == 8) {
          watcher.frame(8, payload);
          return;
        }
      }
    } catch (EOFException e) {
      // closed without a word
    } finally {
      watchers.remove(watcher);
    }
  }

  private static String accepted(String key) throws IOException {
    try {
      MessageDigest sha1 = MessageDigest.getInstance("SHA-1");
      byte[] digest =
          sha1.digest(
              (key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11").getBytes(StandardCharsets.US_ASCII));
      return Base64.getEncoder().encodeToString(digest);
    } catch (java.security.NoSuchAlgorithmException e) {
      throw new IOException(e);
    }
  }
}
