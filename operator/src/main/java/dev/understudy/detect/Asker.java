package dev.understudy.detect;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;
import okhttp3.Call;
import okhttp3.ConnectionPool;
import okhttp3.EventListener;
import okhttp3.HttpUrl;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Protocol;
import okhttp3.Request;
import okhttp3.RequestBody;
import okio.Buffer;
import okio.ByteString;
import org.jspecify.annotations.Nullable;

/** Asks one question over a connection of its own, and waits for the answer to begin. */
final class Asker {
  private static final MediaType GRPC = MediaType.get("application/grpc");

  /**
   * What is idle goes because none may be. The time is how often OkHttp looks at what is in use: a
   * short one takes a whole processor for as long as an answer is waited for.
   */
  private static final ConnectionPool NOTHING_KEPT = new ConnectionPool(0, 5, TimeUnit.MINUTES);

  private final OkHttpClient http;
  private final OkHttpClient grpc;

  Asker() {
    TrustAll trust = new TrustAll();
    this.http =
        new OkHttpClient.Builder()
            .connectionPool(NOTHING_KEPT)
            .proxy(Proxy.NO_PROXY)
            .retryOnConnectionFailure(false)
            .followRedirects(false)
            .followSslRedirects(false)
            .sslSocketFactory(tls(trust).getSocketFactory(), trust)
            .hostnameVerifier((host, session) -> true)
            .protocols(List.of(Protocol.HTTP_1_1))
            .eventListenerFactory(Acceptance::of)
            .build();
    this.grpc = http.newBuilder().protocols(List.of(Protocol.H2_PRIOR_KNOWLEDGE)).build();
  }

  Reply ask(Question question, Duration deadline) {
    return question instanceof Question.Http http && !http.tls()
        ? PlainGet.ask(http, deadline)
        : askByClient(question, deadline);
  }

  private Reply askByClient(Question question, Duration deadline) {
    Acceptance acceptance = new Acceptance();
    try {
      Call call = call(question, acceptance);
      call.timeout().timeout(deadline.toNanos(), TimeUnit.NANOSECONDS);
      call.execute().close(); // whatever it says
      return Reply.ANSWERED;
    } catch (InterruptedIOException e) {
      return acceptance.isAccepted() ? Reply.UNANSWERED : Reply.UNREACHED;
    } catch (IOException | IllegalArgumentException e) { // or it has a header that none can have
      return Reply.UNREACHED;
    }
  }

  private Call call(Question question, Acceptance acceptance) {
    return switch (question) {
      case Question.Http it -> http.newCall(request(it, acceptance));
      case Question.Grpc it -> grpc.newCall(request(it, acceptance));
    };
  }

  private static Request request(Question.Http asked, Acceptance acceptance) {
    Request.Builder request =
        builder(acceptance).url(url(asked, "https", asked.path())).header("Connection", "close");
    asked.headers().forEach(it -> request.header(it.name(), it.value()));
    return request.build();
  }

  private static Request request(Question.Grpc asked, Acceptance acceptance) {
    return builder(acceptance)
        .url(url(asked, "http", "/grpc.health.v1.Health/Check"))
        .header("TE", "trailers")
        .post(RequestBody.create(healthCheck(asked.service()), GRPC))
        .build();
  }

  private static Request.Builder builder(Acceptance acceptance) {
    return new Request.Builder()
        .header("User-Agent", "understudy")
        .tag(Acceptance.class, acceptance);
  }

  private static HttpUrl url(Question asked, String scheme, String path) {
    HttpUrl root =
        new HttpUrl.Builder()
            .scheme(scheme)
            .host(asked.address().getAddress().getHostAddress())
            .port(asked.address().getPort())
            .build();
    HttpUrl resolved = root.resolve(path.startsWith("/") ? path : "/" + path);
    return resolved == null ? root : resolved;
  }

  /**
   * A HealthCheckRequest in its frame.
   *
   * @see <a href="https://grpc.io/docs/guides/health-checking/">health checking</a>
   */
  private static ByteString healthCheck(String service) {
    ByteString name = ByteString.encodeUtf8(service);
    Buffer message = new Buffer();
    if (name.size() > 0) {
      message.writeByte(0x0a); // field 1, of a length
      varint(message, name.size());
      message.write(name);
    }
    return new Buffer()
        .writeByte(0) // not compressed
        .writeInt((int) message.size())
        .write(message.readByteString())
        .readByteString();
  }

  private static void varint(Buffer to, int value) {
    int left = value;
    while (left > 0x7f) {
      to.writeByte((left & 0x7f) | 0x80);
      left >>>= 7;
    }
    to.writeByte(left);
  }

  private static SSLContext tls(TrustManager trust) {
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, new TrustManager[] {trust}, new SecureRandom());
      return context;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("a Java runtime without TLS", e);
    }
  }

  /** Whether the peer's kernel accepted the connection. */
  private static final class Acceptance extends EventListener {
    private final AtomicBoolean accepted = new AtomicBoolean();

    static EventListener of(Call call) {
      Acceptance tagged = call.request().tag(Acceptance.class);
      return tagged == null ? EventListener.NONE : tagged;
    }

    boolean isAccepted() {
      return accepted.get();
    }

    @Override
    public void secureConnectStart(Call call) {
      accepted.set(true);
    }

    @Override
    public void connectEnd(
        Call call, InetSocketAddress address, Proxy proxy, @Nullable Protocol protocol) {
      accepted.set(true);
    }
  }

  /** Whoever answers lives; nothing that is said is believed, and nothing secret is sent. */
  private static final class TrustAll implements X509TrustManager {
    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType) {}

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }
}
