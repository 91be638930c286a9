package com.moxton.payments.benchmarks.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class HttpAnswerTest {

    private static InputStream said(String text) {
        return new ByteArrayInputStream(text.getBytes(StandardCharsets.US_ASCII));
    }

    @Test
    void readsToTheEndOfAnAnswerAndNoFurther() throws IOException {
        InputStream in =
                said("HTTP/1.1 200 \r\nContent-Length: 4\r\n\r\nbodyHTTP/1.1 503 \r\nContent-Length: 0\r\n\r\n");
        assertThat(HttpAnswer.read(in)).isEqualTo(new HttpAnswer(200, true));
        assertThat(HttpAnswer.read(in)).isEqualTo(new HttpAnswer(503, true));
    }

    @Test
    void readsChunks() throws IOException {
        InputStream in = said("HTTP/1.1 200 \r\nTransfer-Encoding: chunked\r\n\r\n4\r\nbody\r\n0\r\n\r\nrest");
        assertThat(HttpAnswer.read(in)).isEqualTo(new HttpAnswer(200, true));
        assertThat(in.readAllBytes()).asString(StandardCharsets.US_ASCII).isEqualTo("rest");
    }

    @Test
    void noticesThatTheConnectionEnds() throws IOException {
        assertThat(HttpAnswer.read(said("HTTP/1.1 400 \r\nContent-Length: 0\r\nConnection: close\r\n\r\n")))
                .isEqualTo(new HttpAnswer(400, false));
        assertThat(HttpAnswer.read(said("HTTP/1.1 200 \r\n\r\nuntil the end"))).isEqualTo(new HttpAnswer(200, false));
        assertThatThrownBy(() -> HttpAnswer.read(said("HTTP/1.1 200 \r\nConte")))
                .isInstanceOf(EOFException.class);
    }
}
