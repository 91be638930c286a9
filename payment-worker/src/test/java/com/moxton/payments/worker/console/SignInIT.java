package com.moxton.payments.worker.console;

import static com.moxton.payments.worker.console.Visitor.location;
import static org.assertj.core.api.Assertions.assertThat;

import com.moxton.payments.worker.WorkerIT;
import java.net.http.HttpResponse;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.web.server.LocalServerPort;

/** Who gets to the pages, and what a browser is told to keep others away from them. */
class SignInIT extends WorkerIT {

    @LocalServerPort
    private int port;

    @Test
    void leadsToTheSignInPageAndBackToThePageAskedFor() throws Exception {
        Visitor visitor = new Visitor(port);
        HttpResponse<String> asked = visitor.get("/?from=alert");
        assertThat(asked.statusCode()).isEqualTo(302);
        assertThat(location(asked)).endsWith("/sign-in");

        HttpResponse<String> answer = visitor.signIn("only-for-tests");
        assertThat(location(answer)).endsWith("/?from=alert");
        assertThat(visitor.get("/?from=alert").body()).contains("Overview", "Sign out", ">ops<");
    }

    @Test
    void refusesAWrongPassword() throws Exception {
        Visitor visitor = new Visitor(port);
        HttpResponse<String> answer = visitor.signIn("wrong");
        assertThat(location(answer)).endsWith("/sign-in?failed");
        assertThat(visitor.get("/sign-in?failed").body()).contains("The name or the password is wrong.");
        assertThat(visitor.get("/").statusCode()).isEqualTo(302);
        assertThat(location(visitor.signIn("only-for-tests"))).endsWith("/");
    }

    @Test
    void leadsNobodyElsewhere() throws Exception {
        Visitor visitor = new Visitor(port);
        String elsewhere = "https://elsewhere.example/";
        visitor.get("/?continue=" + elsewhere, "Referer", elsewhere);
        String token =
                Visitor.tokenOf(visitor.get("/sign-in?continue=" + elsewhere).body());
        HttpResponse<String> signedIn = visitor.postWithoutToken(
                "/sign-in",
                Map.of(
                        "_csrf", token,
                        "username", "ops",
                        "password", "only-for-tests",
                        "continue", elsewhere,
                        "redirect", elsewhere,
                        "spring-security-redirect", elsewhere),
                "Referer",
                elsewhere);
        assertThat(location(signedIn)).startsWith("http://localhost:" + port + "/?continue=");

        HttpResponse<String> redriven = visitor.post(
                "/", "/dead-letters/redrive-all", Map.of("text", "//elsewhere.example", "topic", elsewhere));
        assertThat(location(redriven)).matches("(http://localhost:" + port + ")?/dead-letters.*|^$");
        assertThat(location(visitor.get("//elsewhere.example/"))).doesNotContain("elsewhere");
        assertThat(location(visitor.get("/%2felsewhere.example/"))).doesNotContain("elsewhere");
    }

    @Test
    void takesANewSessionAtTheSignIn() throws Exception {
        Visitor visitor = new Visitor(port);
        visitor.get("/sign-in");
        String before = visitor.sessionId();
        HttpResponse<String> answer = visitor.signIn("only-for-tests");
        assertThat(visitor.sessionId()).isNotEmpty().isNotEqualTo(before);
        assertThat(answer.headers().allValues("Set-Cookie"))
                .anySatisfy(cookie -> assertThat(cookie).contains("OPS_SESSION=", "HttpOnly", "SameSite=Lax"));
    }

    @Test
    void endsTheSessionAtTheSignOut() throws Exception {
        Visitor visitor = Visitor.signedIn(port);
        String session = visitor.sessionId();
        assertThat(visitor.get("/sign-out").statusCode()).isNotEqualTo(302);
        assertThat(visitor.get("/").statusCode()).isEqualTo(200);
        assertThat(location(visitor.post("/", "/sign-out", Map.of()))).endsWith("/sign-in?out");
        assertThat(visitor.get("/").statusCode()).isEqualTo(302);
        assertThat(new Visitor(port)
                        .get("/", "Cookie", "OPS_SESSION=" + session)
                        .statusCode())
                .isEqualTo(302);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/sign-out", "/replays", "/anything"})
    void refusesFormsWithoutTheirToken(String path) throws Exception {
        Visitor visitor = Visitor.signedIn(port);
        HttpResponse<String> refused = visitor.postWithoutToken(path, Map.of("reason", "x"));
        assertThat(refused.statusCode()).isEqualTo(403);
        assertThat(refused.body()).contains("The form was too old");
        assertThat(visitor.postWithoutToken(path, Map.of("_csrf", "made-up")).statusCode())
                .isEqualTo(403);
        assertThat(visitor.get("/").statusCode()).isEqualTo(200);
    }

    @Test
    void refusesASignInWithoutItsToken() throws Exception {
        HttpResponse<String> refused =
                new Visitor(port).postWithoutToken("/sign-in", Map.of("username", "ops", "password", "only-for-tests"));
        assertThat(refused.statusCode()).isEqualTo(403);
        assertThat(refused.body()).contains("Sign in");
    }

    @Test
    void loadsThePageAgainWhenAPartOfItComesTooLate() throws Exception {
        HttpResponse<String> late = new Visitor(port).get("/", "HX-Request", "true");
        assertThat(late.statusCode()).isEqualTo(401);
        assertThat(late.headers().firstValue("HX-Refresh")).contains("true");
        HttpResponse<String> form = new Visitor(port).postWithoutToken("/replays", Map.of(), "HX-Request", "true");
        assertThat(form.statusCode()).isEqualTo(403);
        assertThat(form.headers().firstValue("HX-Refresh")).contains("true");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/sign-in", "/no-such-page"})
    void tellsTheBrowserToRunNothingButOurOwn(String path) throws Exception {
        HttpResponse<String> page = path.equals("/sign-in")
                ? new Visitor(port).get(path)
                : Visitor.signedIn(port).get(path);
        assertThat(page.headers().firstValue("Content-Security-Policy")).hasValueSatisfying(policy -> {
            assertThat(policy)
                    .contains("default-src 'none'", "script-src 'self'", "style-src 'self'", "frame-ancestors 'none'");
            assertThat(policy).doesNotContain("unsafe", "*", "http");
        });
        assertThat(page.headers().firstValue("X-Content-Type-Options")).contains("nosniff");
        assertThat(page.headers().firstValue("Referrer-Policy")).contains("same-origin");
        assertThat(page.headers().firstValue("Cache-Control"))
                .hasValueSatisfying(cache -> assertThat(cache).contains("no-store"));
        assertThat(page.body()).doesNotContain(" style=", "<style", "onclick", "hx-on", "https://");
        assertThat(Pattern.compile("<script(?![^>]* src=)").matcher(page.body()).find())
                .isFalse();
    }

    @Test
    void letsBrowsersKeepWhatIsNamedByItsContent() throws Exception {
        Visitor visitor = new Visitor(port);
        String page = visitor.get("/sign-in").body();
        Matcher assets =
                Pattern.compile("(?:href|src)=\"(/[^\"]+\\.(?:css|js|svg))\"").matcher(page);
        int seen = 0;
        while (assets.find()) {
            seen++;
            assertThat(assets.group(1)).matches(".*-[0-9a-f]{32}\\.\\w+");
            HttpResponse<String> asset = visitor.get(assets.group(1));
            assertThat(asset.statusCode()).as(assets.group(1)).isEqualTo(200);
            assertThat(asset.headers().firstValue("Cache-Control")).contains("max-age=31536000, public");
        }
        assertThat(seen).isGreaterThanOrEqualTo(5);
    }

    @Test
    void showsErrorsAsAPage() throws Exception {
        HttpResponse<String> page = Visitor.signedIn(port).get("/no-such-page");
        assertThat(page.statusCode()).isEqualTo(404);
        assertThat(page.body())
                .contains("There is no such page", "To the overview")
                .doesNotContain("Exception");
    }

    @Test
    void keepsSessionsAwayFromTheApiAndPasswordsAwayFromPages() throws Exception {
        assertThat(Visitor.signedIn(port).get("/ops/api/replays").statusCode()).isEqualTo(401);
        HttpResponse<String> page = new Visitor(port).get("/", "Authorization", "Basic b3BzOm9ubHktZm9yLXRlc3Rz");
        assertThat(page.statusCode()).isEqualTo(302);
    }
}
