package dev.understudy;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.WeakHashMap;
import java.util.concurrent.TimeUnit;
import okhttp3.Call;
import okhttp3.HttpUrl;
import okhttp3.Interceptor;
import okhttp3.Request;
import okhttp3.Response;

/**
 * The watches of one client, where they leave it: each is answered in time or opened anew, and all
 * of one resource can be closed. Who watches then opens another, from the version up to which it
 * heard.
 */
final class Watches implements Interceptor {
  private final Duration answer;
  private final Map<Call, HttpUrl> watches = Collections.synchronizedMap(new WeakHashMap<>());

  /**
   * @param answer within which the server must say that a WebSocket is open. Pings begin only then;
   *     one that accepts a connection and is frozen would be waited for as long as for a list
   */
  Watches(Duration answer) {
    this.answer = answer;
  }

  @Override
  public Response intercept(Chain chain) throws IOException {
    Request request = chain.request();
    if (!isWatch(request.url())) {
      return chain.proceed(request);
    }
    watches.put(chain.call(), request.url());
    return request.header("Upgrade") == null
        ? chain.proceed(request) // a long answer, in which silence is no fault
        : chain.withReadTimeout((int) answer.toMillis(), TimeUnit.MILLISECONDS).proceed(request);
  }

  /**
   * Closes every watch of the resource.
   *
   * @param path as at the API server, without the prefix that a proxy may want
   */
  void close(String path) {
    List<Call> found = new ArrayList<>();
    synchronized (watches) {
      watches.forEach((watch, url) -> {
        if (url.encodedPath().endsWith(path)) {
          found.add(watch);
        }
      });
    }
    found.forEach(Call::cancel);
  }

  private static boolean isWatch(HttpUrl url) {
    return Optional.ofNullable(url.queryParameter("watch")).filter("true"::equals).isPresent();
  }
}
