package com.moxton.payments.ingress;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.moxton.payments.ingress.problem.ProblemCode;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.security.MessageDigest;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class ArchitectureTest {
    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("com.moxton.payments.ingress");

    @Test
    void reachesNoDatabase() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "java.sql..", "javax.sql..", "org.springframework.jdbc..", "org.springframework.data..")
                .check(CLASSES);
    }

    @Test
    void reachesNoStripeApi() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAPackage("com.stripe..")
                .check(CLASSES);
    }

    @Test
    void hasNoCycles() {
        slices().matching("com.moxton.payments.ingress.(*)..")
                .should()
                .beFreeOfCycles()
                .check(CLASSES);
    }

    @Test
    void errorsAreMadeInOnePlace() {
        noClasses()
                .that()
                .resideOutsideOfPackages("..problem..")
                .should()
                .dependOnClassesThat()
                .haveFullyQualifiedName("org.springframework.http.ProblemDetail")
                .orShould()
                .dependOnClassesThat()
                .haveFullyQualifiedName("org.springframework.web.server.ResponseStatusException")
                .orShould()
                .dependOnClassesThat()
                .haveFullyQualifiedName("org.springframework.web.bind.annotation.ResponseStatus")
                .because("codes and statuses of problems are in " + ProblemCode.class.getSimpleName() + " alone")
                .check(CLASSES);
    }

    @Test
    void refusalsAreTranslatedInOnePlace() {
        noClasses()
                .that()
                .resideOutsideOfPackages("..problem..")
                .should()
                .accessField("com.moxton.payments.events.Refusal", "CARD_DECLINED")
                .because("the table from refusals to HTTP is in ProblemCode.of")
                .check(CLASSES);
    }

    @Test
    void knowsJackson3Alone() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("com.fasterxml.jackson.databind..", "com.fasterxml.jackson.core..")
                .check(CLASSES);
    }

    /** How long a comparison takes must not tell how much of a guess was right. */
    @Test
    void comparesSignaturesInConstantTime() {
        classes()
                .that()
                .haveSimpleName("WebhookSignature")
                .should()
                .callMethod(MessageDigest.class, "isEqual", byte[].class, byte[].class)
                .check(CLASSES);
        noClasses()
                .that()
                .haveSimpleName("WebhookSignature")
                .should()
                .callMethod(String.class, "equals", Object.class)
                .orShould()
                .callMethod(Arrays.class, "equals", byte[].class, byte[].class)
                .check(CLASSES);
    }

    @Test
    void controllersAreNotShared() {
        classes()
                .that()
                .haveSimpleNameEndingWith("Controller")
                .should()
                .notBePublic()
                .check(CLASSES);
    }
}
