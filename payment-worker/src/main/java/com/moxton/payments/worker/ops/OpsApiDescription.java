package com.moxton.payments.worker.ops;

import io.swagger.v3.oas.models.Components;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.info.Info;
import io.swagger.v3.oas.models.media.Content;
import io.swagger.v3.oas.models.media.IntegerSchema;
import io.swagger.v3.oas.models.media.MediaType;
import io.swagger.v3.oas.models.media.ObjectSchema;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.media.StringSchema;
import io.swagger.v3.oas.models.responses.ApiResponse;
import io.swagger.v3.oas.models.security.SecurityRequirement;
import io.swagger.v3.oas.models.security.SecurityScheme;
import org.springdoc.core.customizers.OpenApiCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What {@code /ops/api/openapi} says beside what the controllers themselves show: sign-in, and how errors look. */
@Configuration(proxyBeanMethods = false)
class OpsApiDescription {

    private static final String PASSWORD = "password";
    private static final String TOKEN = "token";

    @Bean
    OpenAPI opsApi() {
        return new OpenAPI()
                .info(new Info()
                        .title("Moxton Payments: operations")
                        .version("1")
                        .description("""
                                What the console does, for scripts: payments and their timelines, events, dead letters, \
                                replays, dry runs and audits. Times are UTC. Every act is written to the audit log with \
                                the name of who did it. Anything but GET needs `Content-Type: application/json`, with \
                                or without a body."""))
                .components(new Components()
                        .addSecuritySchemes(
                                PASSWORD,
                                new SecurityScheme()
                                        .type(SecurityScheme.Type.HTTP)
                                        .scheme("basic")
                                        .description("OPS_USERNAME and OPS_PASSWORD"))
                        .addSecuritySchemes(
                                TOKEN,
                                new SecurityScheme()
                                        .type(SecurityScheme.Type.HTTP)
                                        .scheme("bearer")
                                        .bearerFormat("JWT")
                                        .description("with the scope payments:ops")))
                .addSecurityItem(new SecurityRequirement().addList(PASSWORD))
                .addSecurityItem(new SecurityRequirement().addList(TOKEN));
    }

    @Bean
    OpenApiCustomizer errorsAsProblems() {
        return api -> {
            api.getComponents().addSchemas("Problem", problem());
            api.getPaths().values().forEach(path -> path.readOperations().forEach(OpsApiDescription::mayFail));
        };
    }

    private static void mayFail(Operation operation) {
        operation
                .getResponses()
                .addApiResponse(
                        "default",
                        new ApiResponse()
                                .description("Refused or failed; `code` says why")
                                .content(new Content()
                                        .addMediaType(
                                                "application/problem+json",
                                                new MediaType()
                                                        .schema(new Schema<>().$ref("#/components/schemas/Problem")))));
    }

    private static Schema<?> problem() {
        return new ObjectSchema()
                .description("RFC 9457")
                .addProperty("type", new StringSchema())
                .addProperty("title", new StringSchema())
                .addProperty("status", new IntegerSchema())
                .addProperty("detail", new StringSchema().description("for a person"))
                .addProperty(
                        "code", new StringSchema().description("for a machine: invalid_input, replay_not_found, …"))
                .addProperty("field", new StringSchema().description("which part of the input is to blame, if any"));
    }
}
