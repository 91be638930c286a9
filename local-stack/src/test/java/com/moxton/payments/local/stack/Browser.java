package com.moxton.payments.local.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;
import org.openqa.selenium.By;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.StaleElementReferenceException;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.logging.LogEntry;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;
import org.springframework.util.FileSystemUtils;

/** A headless Chromium, as Debian's packages chromium and chromium-driver bring it. */
final class Browser implements AutoCloseable {
    private static final int LOOKS = 5;
    static final int WIDE = 1280;
    static final int NARROW = 400;

    /** Held here, or they would be collected with their level. Selenium warns of every browser newer than itself. */
    private static final List<Logger> TALKATIVE =
            List.of(Logger.getLogger("org.openqa.selenium"), Logger.getLogger("io.opentelemetry"));

    static {
        TALKATIVE.forEach(logger -> logger.setLevel(Level.SEVERE));
    }

    private static final String AXE = resource("/axe.min.js");
    private static final int HEIGHT = 900;
    private static final Path SCREENSHOTS = Path.of("target", "screenshots");

    private final Path profile;
    private final ChromeDriver driver;

    private Browser(Path profile, ChromeDriver driver) {
        this.profile = profile;
        this.driver = driver;
    }

    /**
     * Skips the test where there is no Chromium.
     *
     * @param arguments for Chromium, beside the usual ones
     */
    static Browser orSkip(String... arguments) {
        Optional<File> chromium = find("chromium", "chromium-browser", "google-chrome");
        Optional<File> chromedriver = find("chromedriver");
        assumeTrue(
                chromium.isPresent() && chromedriver.isPresent(),
                "No browser test: chromium and chromedriver are not on the PATH "
                        + "(Debian: apt-get install chromium chromium-driver)");
        try {
            Path profile = Files.createTempDirectory("storefront-browser");
            return new Browser(profile, start(chromium.get(), chromedriver.get(), profile, arguments));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static ChromeDriver start(File chromium, File chromedriver, Path profile, String... arguments) {
        ChromeOptions options = new ChromeOptions();
        options.setBinary(chromium);
        options.addArguments(
                "--headless",
                "--hide-scrollbars",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-quic",
                "--disable-dev-shm-usage",
                "--no-first-run",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
                "--user-data-dir=" + profile);
        options.addArguments(arguments);
        LoggingPreferences logs = new LoggingPreferences();
        logs.enable(LogType.BROWSER, Level.ALL);
        options.setCapability("goog:loggingPrefs", logs);
        // The driver is named: else Selenium would look for one to download.
        ChromeDriverService service = new ChromeDriverService.Builder()
                .usingDriverExecutable(chromedriver)
                .build();
        return new ChromeDriver(service, options);
    }

    private static Optional<File> find(String... programs) {
        String path = System.getenv().getOrDefault("PATH", "");
        return Stream.of(programs)
                .flatMap(program -> Stream.of(path.split(File.pathSeparator)).map(folder -> new File(folder, program)))
                .filter(File::canExecute)
                .findFirst();
    }

    void look(int width, String colorScheme) {
        driver.executeCdpCommand(
                "Emulation.setDeviceMetricsOverride",
                Map.of("width", width, "height", HEIGHT, "deviceScaleFactor", 1, "mobile", false));
        driver.executeCdpCommand(
                "Emulation.setEmulatedMedia",
                Map.of(
                        "features",
                        List.of(
                                Map.of("name", "prefers-color-scheme", "value", colorScheme),
                                // A picture isn't to show colours on their way to others.
                                Map.of("name", "prefers-reduced-motion", "value", "reduce"))));
    }

    void open(String url) {
        driver.get(url);
    }

    String url() {
        return driver.getCurrentUrl();
    }

    WebElement element(String css) {
        return driver.findElement(By.cssSelector(css));
    }

    /** Visible text of the first match; empty while there is none. */
    String text(String css) {
        return seen(() -> driver.findElements(By.cssSelector(css)).stream()
                .findFirst()
                .map(WebElement::getText)
                .orElse(""));
    }

    boolean visible(String css) {
        return seen(() -> driver.findElements(By.cssSelector(css)).stream().anyMatch(WebElement::isDisplayed));
    }

    /** Live pages replace what is on them: what is gone between finding and reading it is looked for once more. */
    private static <T> T seen(Supplier<T> sight) {
        for (int attempt = 1; ; attempt++) {
            try {
                return sight.get();
            } catch (StaleElementReferenceException e) {
                if (attempt == LOOKS) {
                    throw e;
                }
            }
        }
    }

    void click(String css) {
        element(css).click();
    }

    void keys(CharSequence... keys) {
        driver.switchTo().activeElement().sendKeys(keys);
    }

    /** The id of what has the focus; empty when it has none. */
    String focus() {
        return String.valueOf(driver.executeScript("return document.activeElement?.id ?? ''"));
    }

    Object script(String script) {
        return driver.executeScript(script);
    }

    void reload() {
        driver.navigate().refresh();
    }

    void back() {
        driver.navigate().back();
    }

    void forward() {
        driver.navigate().forward();
    }

    /** As if the cable were pulled, or put in again. */
    void offline(boolean offline) {
        driver.executeCdpCommand("Network.enable", Map.of());
        driver.executeCdpCommand(
                "Network.emulateNetworkConditions",
                Map.of("offline", offline, "latency", 0, "downloadThroughput", -1, "uploadThroughput", -1));
    }

    /** As on paper. */
    void print(boolean print) {
        driver.executeCdpCommand("Emulation.setEmulatedMedia", Map.of("media", print ? "print" : ""));
    }

    /** Types into the frame of that element, which may be another site's. */
    void typeInFrame(String frame, String css, String text) {
        driver.switchTo().frame(element(frame));
        try {
            WebElement field = element(css);
            field.clear();
            field.sendKeys(text);
        } finally {
            driver.switchTo().defaultContent();
        }
    }

    /** What axe-core finds wrong for people who see, hear or handle the page otherwise, in both colour schemes. */
    List<String> barriers() {
        List<String> found = new ArrayList<>();
        for (String scheme : List.of("light", "dark")) {
            look(WIDE, scheme);
            driver.executeScript(AXE);
            Object violations = driver.executeAsyncScript("""
                    const done = arguments[arguments.length - 1];
                    axe.run().then(({violations}) => done(violations.flatMap(({id, nodes}) =>
                        nodes.map(({target, failureSummary}) => `${id} at ${target}: ${failureSummary}`))));
                    """);
            ((List<?>) violations).forEach(violation -> found.add(scheme + ": " + violation));
        }
        look(WIDE, "light");
        return found;
    }

    /** Errors that the browser itself saw; failed loads are left out: a declined card is one. */
    List<String> complaints() {
        return driver.manage().logs().get(LogType.BROWSER).getAll().stream()
                .map(LogEntry::getMessage)
                .filter(message -> !message.contains("Failed to load resource"))
                .toList();
    }

    /** The whole page in light and dark, wide and narrow, into target/screenshots. */
    void picture(String name) {
        for (String scheme : List.of("light", "dark")) {
            for (int width : new int[] {WIDE, NARROW}) {
                look(width, scheme);
                assertThat((Long) script("return document.documentElement.scrollWidth"))
                        .as("%s is as wide as the window of %d", name, width)
                        .isLessThanOrEqualTo(width);
                save("%s-%s-%d.png".formatted(name, scheme, width));
            }
        }
        look(WIDE, "light");
    }

    private static String resource(String name) {
        try (InputStream bytes = Objects.requireNonNull(Browser.class.getResourceAsStream(name), name)) {
            return new String(bytes.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void save(String file) {
        Map<String, Object> shot =
                driver.executeCdpCommand("Page.captureScreenshot", Map.of("captureBeyondViewport", true));
        try {
            Files.createDirectories(SCREENSHOTS);
            Files.write(
                    SCREENSHOTS.resolve(file), OutputType.BYTES.convertFromBase64Png(String.valueOf(shot.get("data"))));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        driver.quit();
        try {
            FileSystemUtils.deleteRecursively(profile);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
