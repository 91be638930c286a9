package com.moxton.payments.worker.ops;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.post;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.content;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.jsonPath;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.status;

import java.time.Instant;
import java.util.Map;
import org.apache.kafka.common.errors.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.dao.QueryTimeoutException;
import org.springframework.http.MediaType;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.setup.MockMvcBuilders;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

class OpsProblemsTest {

    private final MockMvc mvc = MockMvcBuilders.standaloneSetup(new Api())
            .setControllerAdvice(new OpsProblems())
            .build();

    record Body(Inner inner, Map<Integer, Long> offsets) {
        record Inner(Instant from) {}
    }

    @RestController
    static final class Api {
        @PostMapping("/ops/api/thing")
        String take(@RequestBody Body body) {
            return "ok";
        }

        @GetMapping("/ops/api/thing/{number}")
        String give(@PathVariable int number) {
            throw switch (number) {
                case 1 -> OpsProblemException.badInput("limit", "must lie between 1 and 10");
                case 2 -> OpsProblemException.notFound("replay_not_found", "There is no such replay.");
                case 3 -> OpsProblemException.conflict("replay_ended", "The replay has ended.");
                case 4 -> new QueryTimeoutException("select secret");
                case 5 -> new TimeoutException("broker secret");
                default -> new IllegalStateException("secret");
            };
        }
    }

    @ParameterizedTest
    @CsvSource({
        "1,400,invalid_input",
        "2,404,replay_not_found",
        "3,409,replay_ended",
        "4,503,database_unavailable",
        "5,503,kafka_unavailable",
        "6,500,internal_error",
        "x,400,invalid_input"
    })
    void everyErrorIsAProblemWithACode(String number, int status, String code) throws Exception {
        String body = mvc.perform(get("/ops/api/thing/" + number))
                .andExpect(status().is(status))
                .andExpect(content().contentTypeCompatibleWith(MediaType.APPLICATION_PROBLEM_JSON))
                .andExpect(jsonPath("$.code").value(code))
                .andReturn()
                .getResponse()
                .getContentAsString();
        assertThat(body).doesNotContain("secret");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"inner\": {\"from\": \"yesterday\"}} | inner.from",
                "{\"offsets\": {\"one\": 2}}            | offsets",
                "{\"inner\":                            | body",
                "null                                   | body"
            })
    void badInputNamesWhatIsWrong(String json, String field) throws Exception {
        mvc.perform(post("/ops/api/thing")
                        .contentType(MediaType.APPLICATION_JSON)
                        .content(json))
                .andExpect(status().isBadRequest())
                .andExpect(jsonPath("$.code").value("invalid_input"))
                .andExpect(jsonPath("$.field").value(field));
    }

    @Test
    void whatSpringRefusesHasACodeToo() throws Exception {
        mvc.perform(post("/ops/api/thing").contentType(MediaType.TEXT_PLAIN).content("x"))
                .andExpect(status().isUnsupportedMediaType())
                .andExpect(jsonPath("$.code").value("unsupported_media_type"));
    }

    @Test
    void aReasonIsRequired() {
        assertThat(Reason.required("  because \n")).isEqualTo("because");
        for (String none : new String[] {null, "", " \t\n", "x".repeat(1001)}) {
            assertThatExceptionOfType(OpsProblemException.class)
                    .isThrownBy(() -> Reason.required(none))
                    .satisfies(problem -> assertThat(problem.field()).isEqualTo("reason"));
        }
    }

    @Test
    void anOperatorHasAName() {
        assertThat(Operator.of(() -> "ann").name()).isEqualTo("ann");
        assertThat(Operator.of(null).name()).isEqualTo("unnamed");
        assertThat(Operator.of(() -> " ").name()).isEqualTo("unnamed");
    }
}
