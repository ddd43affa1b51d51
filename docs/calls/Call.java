// A signed call with a JDK from 17 on and nothing else: java Call.java
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

public class Call {
  static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  static String sha256(String text) throws Exception {
    return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes(text)));
  }

  static byte[] hmac(byte[] key, String text) throws Exception {
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(key, "HmacSHA256"));
    return mac.doFinal(bytes(text));
  }

  /** A request signed with AWS Signature Version 4. The host is signed too; HttpClient sends it by itself. */
  static HttpRequest signed(String method, URI url, String body) throws Exception {
    Map<String, String> env = System.getenv();
    String time = ZonedDateTime.now(ZoneOffset.UTC).format(DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'"));
    Map<String, String> headers = new TreeMap<>(Map.of("content-type", "application/json", "x-amz-date", time));
    String token = env.getOrDefault("AWS_SESSION_TOKEN", "");
    if (!token.isEmpty()) headers.put("x-amz-security-token", token);
    HttpRequest.Builder request = HttpRequest.newBuilder(url).timeout(Duration.ofSeconds(30));
    headers.forEach(request::header);
    headers.put("host", url.getRawAuthority());
    String names = String.join(";", headers.keySet());
    String lines = headers.entrySet().stream().map(e -> e.getKey() + ":" + e.getValue() + "\n").collect(Collectors.joining());
    String query = Objects.requireNonNullElse(url.getRawQuery(), "");
    String canonical = String.join("\n", method, url.getRawPath(), query, lines, names, sha256(body));
    byte[] key = bytes("AWS4" + env.get("AWS_SECRET_ACCESS_KEY"));
    String[] parts = {time.substring(0, 8), env.get("AWS_REGION"), "execute-api", "aws4_request"};
    for (String part : parts) key = hmac(key, part);
    String scope = String.join("/", parts);
    String text = String.join("\n", "AWS4-HMAC-SHA256", time, scope, sha256(canonical));
    String authorization =
        "AWS4-HMAC-SHA256 Credential=%s/%s, SignedHeaders=%s, Signature=%s"
            .formatted(env.get("AWS_ACCESS_KEY_ID"), scope, names, HexFormat.of().formatHex(hmac(key, text)));
    return request
        .header("authorization", authorization)
        .method(method, HttpRequest.BodyPublishers.ofString(body))
        .build();
  }

  public static void main(String[] args) throws Exception {
    URI url = URI.create(System.getenv("CHAT_GATEWAY_URL") + "/v1/friends/update");
    String body = "{\"userId\":\"alice\",\"friends\":[{\"userId\":\"bob\",\"remark\":\"Bob\"}]}";
    // HttpClient follows no redirection unless it is told to; it would take the session token to another host.
    var response = HttpClient.newHttpClient().send(signed("POST", url, body), BodyHandlers.ofString());
    System.out.println(response.statusCode() + " " + response.body());
  }
}
