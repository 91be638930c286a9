package com.moxton.payments.resilience.secret;

import com.moxton.payments.resilience.parts.Secrets;
import com.moxton.payments.resilience.parts.ServiceProcess;
import java.io.IOException;
import java.net.CookieManager;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads what operators can see: pages after sign-in, their REST, metrics, health. Follows the links of the pages. */
public final class OpsPages implements AutoCloseable {

    private static final Pattern LINK = Pattern.compile("href=\"(/[^\"#]*)\"");
    private static final Pattern CSRF = Pattern.compile("name=\"csrf-token\"[^>]*content=\"([^\"]+)\"");
    private static final Pattern FILE = Pattern.compile(".*\\.(css|js|svg|png|ico)(\\?.*)?");
    private static final int MOST_PAGES = 100;
    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NORMAL)
            .cookieHandler(new CookieManager())
            .build();
    private final String credentials = "Basic "
            + Base64.getEncoder()
                    .encodeToString((Secrets.OPS_USER + ":" + Secrets.OPS_PASSWORD).getBytes(StandardCharsets.UTF_8));

    /** To the worker's console. */
    public void signIn(ServiceProcess worker) throws IOException, InterruptedException {
        Matcher token = CSRF.matcher(get(worker, "/sign-in", false).body());
        if (!token.find()) {
            throw new IOException("The sign-in page has no token");
        }
        String form = "username=%s&password=%s&_csrf=%s"
                .formatted(
                        Secrets.OPS_USER,
                        Secrets.OPS_PASSWORD,
                        URLEncoder.encode(token.group(1), StandardCharsets.UTF_8));
        HttpResponse<String> answer = http.send(
                HttpRequest.newBuilder(worker.uri("/sign-in"))
                        .timeout(TIMEOUT)
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(HttpRequest.BodyPublishers.ofString(form))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        if (answer.statusCode() != 200 || answer.uri().getPath().equals("/sign-in")) {
            throw new IOException("The sign-in is refused: " + answer.statusCode() + " " + answer.uri());
        }
    }

    /** Head and body by path, of everything that is found from the given pages on. */
    public Map<String, String> pages(ServiceProcess worker, List<String> begin)
            throws IOException, InterruptedException {
        Map<String, String> found = new LinkedHashMap<>();
        Set<String> open = new LinkedHashSet<>(begin);
        while (!open.isEmpty() && found.size() < MOST_PAGES) {
            String path = open.iterator().next();
            open.remove(path);
            HttpResponse<String> page = get(worker, path, false);
            found.put(path, whole(page));
            Matcher links = LINK.matcher(page.body());
            while (links.find()) {
                String link = links.group(1).replace("&amp;", "&");
                if (!found.containsKey(link) && !FILE.matcher(link).matches()) {
                    open.add(link);
                }
            }
        }
        return found;
    }

    /** The same of REST, metrics and health. */
    public Map<String, String> documents(ServiceProcess service, List<String> paths)
            throws IOException, InterruptedException {
        Map<String, String> found = new LinkedHashMap<>();
        for (String path : paths) {
            found.put(service.name() + path, whole(get(service, path, true)));
        }
        return found;
    }

    private HttpResponse<String> get(ServiceProcess service, String path, boolean asScript)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(service.uri(path)).timeout(TIMEOUT);
        if (asScript) {
            request.header("Authorization", credentials);
        } else {
            request.header("Accept", "text/html,*/*");
        }
        return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private static String whole(HttpResponse<String> response) {
        return response.statusCode() + "\n" + response.headers().map() + "\n" + response.body();
    }

    @Override
    public void close() {
        http.shutdownNow();
    }
}
