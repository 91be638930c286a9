package com.moxton.payments.ingress.http;

import com.moxton.payments.ingress.problem.ProblemCode;
import com.moxton.payments.ingress.problem.ProblemException;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.io.InputStream;
import java.net.SocketTimeoutException;
import java.util.Arrays;
import org.springframework.util.unit.DataSize;

/** Reads a body byte for byte, and no further than its limit: a chunked body announces no length. */
public final class BoundedBody {

    /** Beyond that a length that somebody only announces must cost no memory. */
    private static final int IN_ONE_PIECE = 64 * 1024;

    private BoundedBody() {}

    /**
     * @throws ProblemException 413 past the limit; 400 or 408 when the body can't be read to its end
     */
    public static byte[] read(HttpServletRequest request, DataSize limit) {
        if (request.getContentLengthLong() > limit.toBytes()) {
            throw tooLarge(limit);
        }
        byte[] body;
        try {
            body = read(request.getInputStream(), request.getContentLengthLong(), limit);
        } catch (SocketTimeoutException e) {
            throw ProblemException.of(ProblemCode.REQUEST_TIMEOUT, "The body did not arrive in time.");
        } catch (IOException e) {
            // A broken chunk, or a caller that hung up. Not our failure, so no 500.
            throw ProblemException.of(ProblemCode.INVALID_REQUEST, "The body could not be read to its end.");
        }
        if (body.length > limit.toBytes()) {
            throw tooLarge(limit);
        }
        return body;
    }

    /** What reads until the end grows its buffers and copies them; that a length was announced saves both. */
    private static byte[] read(InputStream in, long announced, DataSize limit) throws IOException {
        if (announced < 0 || announced > IN_ONE_PIECE) {
            return in.readNBytes(Math.toIntExact(limit.toBytes() + 1));
        }
        byte[] body = new byte[(int) announced];
        int read = in.readNBytes(body, 0, body.length);
        return read == body.length ? body : Arrays.copyOf(body, read);
    }

    private static ProblemException tooLarge(DataSize limit) {
        return ProblemException.of(
                ProblemCode.BODY_TOO_LARGE, "The body may have at most %d bytes.".formatted(limit.toBytes()));
    }
}
