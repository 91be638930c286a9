package com.moxton.payments.benchmarks.load;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * What a load generator needs of an HTTP/1.1 answer, its body read to the end and thrown away.
 *
 * @param keepsOpen whether another request may follow on the same connection
 */
record HttpAnswer(int status, boolean keepsOpen) {

    static HttpAnswer read(InputStream in) throws IOException {
        String head = line(in);
        if (!head.startsWith("HTTP/1.1 ")) {
            throw new IOException("Not an HTTP/1.1 answer: " + head);
        }
        int status = Integer.parseInt(head.substring(9, 12));
        int length = -1;
        boolean chunked = false;
        boolean open = true;
        for (String line = line(in); !line.isEmpty(); line = line(in)) {
            String header = line.toLowerCase(Locale.ROOT);
            if (header.startsWith("content-length:")) {
                length = Integer.parseInt(header.substring(15).strip());
            } else if (header.startsWith("transfer-encoding:")) {
                chunked = header.contains("chunked");
            } else if (header.startsWith("connection:")) {
                open = !header.contains("close");
            }
        }
        if (chunked) {
            skipChunks(in);
        } else if (length >= 0) {
            in.skipNBytes(length);
        } else {
            // It ends with the connection.
            in.transferTo(java.io.OutputStream.nullOutputStream());
            open = false;
        }
        return new HttpAnswer(status, open);
    }

    private static void skipChunks(InputStream in) throws IOException {
        for (int size = Integer.parseInt(line(in).strip(), 16);
                size > 0;
                size = Integer.parseInt(line(in).strip(), 16)) {
            in.skipNBytes(size);
            line(in);
        }
        while (!line(in).isEmpty()) {
            // Trailers.
        }
    }

    private static String line(InputStream in) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream(64);
        for (int b = in.read(); b != '\n'; b = in.read()) {
            if (b < 0) {
                throw new EOFException("The answer ends within a line");
            }
            if (b != '\r') {
                line.write(b);
            }
        }
        return line.toString(StandardCharsets.ISO_8859_1);
    }
}
