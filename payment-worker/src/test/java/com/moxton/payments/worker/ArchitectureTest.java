package com.moxton.payments.worker;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.simpleNameStartingWith;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.moxton.payments.worker.order.OrderRepository;
import com.moxton.payments.worker.payment.PaymentRepository;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.util.Collection;

/** The module's boundaries, all in one place. */
@AnalyzeClasses(packages = "com.moxton.payments.worker", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

    @ArchTest
    static final ArchRule heartIsPlainJava = noClasses()
            .that()
            .resideInAnyPackage("..worker.payment..", "..worker.order..")
            .and(not(simpleNameStartingWith("Jdbc")))
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "org.springframework..",
                    "org.apache.kafka..",
                    "com.stripe..",
                    "java.sql..",
                    "javax.sql..",
                    "tools.jackson..",
                    "..worker.jdbc..");

    @ArchTest
    static final ArchRule onlyTheGatewayKnowsStripesLibrary = noClasses()
            .that()
            .resideOutsideOfPackage("..worker.stripe..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("com.stripe..");

    @ArchTest
    static final ArchRule onlyTheLedgerMovesPayments = noClasses()
            .that()
            .resideOutsideOfPackage("..worker.payment..")
            .should()
            .callMethod(PaymentRepository.class, "update", Collection.class)
            .orShould()
            .callMethod(PaymentRepository.class, "insert", Collection.class)
            .orShould()
            .callMethod(OrderRepository.class, "update", Collection.class);

    @ArchTest
    static final ArchRule packagesDontGoInCircles =
            slices().matching("com.moxton.payments.worker.(*)..").should().beFreeOfCycles();
}
