package com.moxton.payments.deployment;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.networknt.schema.InputFormat;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.fabric8.kubernetes.api.model.Service;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.json.JsonMapper;

/** Whether Kubernetes would take the manifests, down to the last field. */
class ManifestSchemaTest {

    static List<Manifest> manifests() {
        return Manifest.all();
    }

    @ParameterizedTest
    @MethodSource("manifests")
    void fitsItsSchema(Manifest manifest) throws IOException {
        Class<?> model = StrictModels.BY_KIND.get(manifest.apiVersion() + " " + manifest.kind());
        if (model != null) {
            assertThat(StrictModels.read(manifest.content(), model)).isNotNull();
            return;
        }
        // KEDA and kustomize: no models of theirs are published. These schemas are ours, after their documentation.
        try (InputStream schema = getClass().getResourceAsStream("/schemas/" + manifest.kind() + ".json")) {
            assertThat(SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                            .getSchema(requireNonNull(schema, manifest.kind()), InputFormat.JSON)
                            .validate(JsonMapper.shared().valueToTree(manifest.content())))
                    .isEmpty();
        }
    }

    @Test
    void refusesAMisspeltField() {
        assertThatThrownBy(() -> StrictModels.read(
                        Map.of("apiVersion", "v1", "kind", "Service", "spec", Map.of("sesionAffinity", "None")),
                        Service.class))
                .hasMessageContaining("sesionAffinity");
    }

    @Test
    @SuppressWarnings("unchecked")
    void everyFileIsPartOfItsKustomization() throws IOException {
        for (Manifest kustomization : Manifest.all()) {
            if (!kustomization.kind().equals("Kustomization")) {
                continue;
            }
            Path folder = kustomization.file().getParent();
            List<String> resources = (List<String>) kustomization.content().get("resources");
            assertThat(resources)
                    .allSatisfy(resource -> assertThat(folder.resolve(resource)).exists());
            try (Stream<Path> files = Files.list(folder)) {
                assertThat(files.map(file -> file.getFileName().toString())
                                .filter(name -> name.endsWith(".yaml") && !name.equals("kustomization.yaml")))
                        .as("files of %s", folder)
                        .isSubsetOf(resources);
            }
        }
    }
}
