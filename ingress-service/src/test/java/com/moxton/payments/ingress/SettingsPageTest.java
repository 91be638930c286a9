package com.moxton.payments.ingress;

import static org.assertj.core.api.Assertions.assertThat;

import com.moxton.payments.testing.SettingsPage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * {@code docs/settings.md} has every setting there is, in the words of its record. To print it anew: {@code ./mvnw test -pl
 * ingress-service -am -Dtest=SettingsPageTest -Dsurefire.failIfNoSpecifiedTests=false -Dsettings.write}
 */
class SettingsPageTest {
    private static final Pattern VARIABLE = Pattern.compile("\\$\\{([A-Z_]+):");

    @Test
    void saysWhatTheRecordsSay() throws Exception {
        SettingsPage page = new SettingsPage("ingress-service");
        if (System.getProperty("settings.write") != null) {
            page.write();
            return;
        }
        assertThat(page.text())
                .as("docs/settings.md; to print it anew, add -Dsettings.write")
                .isEqualTo(page.printed());
    }

    @Test
    void namesEveryVariable() throws Exception {
        String page = new SettingsPage("ingress-service").text();

        assertThat(VARIABLE.matcher(Files.readString(Path.of("src/main/resources/application.yml")))
                        .results()
                        .map(found -> found.group(1)))
                .isNotEmpty()
                .allSatisfy(variable -> assertThat(page).contains("`" + variable + "`"));
    }
}
