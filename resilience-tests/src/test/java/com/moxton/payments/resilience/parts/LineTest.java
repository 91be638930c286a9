package com.moxton.payments.resilience.parts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.moxton.payments.local.LocalPort;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LineTest {

    private ServerSocket echo;
    private Line line;

    @BeforeEach
    void start() throws IOException {
        echo = new ServerSocket(0, 50, LocalPort.loopback());
        Thread.ofVirtual().start(() -> {
            while (!echo.isClosed()) {
                try {
                    Socket socket = echo.accept();
                    Thread.ofVirtual().start(() -> {
                        try (socket) {
                            socket.getInputStream().transferTo(socket.getOutputStream());
                        } catch (IOException e) {
                            return;
                        }
                    });
                } catch (IOException e) {
                    return;
                }
            }
        });
        line = Line.to(echo.getLocalPort());
    }

    @AfterEach
    void stop() throws IOException {
        line.close();
        echo.close();
    }

    private Socket connect() throws IOException {
        Socket socket = new Socket();
        socket.connect(new InetSocketAddress(LocalPort.loopback(), line.port()), 1_000);
        socket.setSoTimeout(2_000);
        return socket;
    }

    private static int ask(Socket socket) throws IOException {
        socket.getOutputStream().write(42);
        return socket.getInputStream().read();
    }

    @Test
    void passesWhatIsSaid() throws IOException {
        try (Socket socket = connect()) {
            assertThat(ask(socket)).isEqualTo(42);
        }
    }

    @Test
    void refusesUntilItIsHealed() throws IOException {
        line.refuse();
        assertThatThrownBy(this::connect).isInstanceOf(IOException.class);

        line.heal();
        try (Socket socket = connect()) {
            assertThat(ask(socket)).isEqualTo(42);
        }
    }

    @Test
    void stallsAndGoesOnWhereItWas() throws IOException {
        try (Socket socket = connect()) {
            line.stall();
            socket.setSoTimeout(200);
            assertThatThrownBy(() -> ask(socket)).isInstanceOf(SocketTimeoutException.class);

            line.heal();
            socket.setSoTimeout(2_000);
            assertThat(socket.getInputStream().read()).isEqualTo(42);
        }
    }

    @Test
    void cutsOffWhatIsUnderWay() throws IOException {
        try (Socket socket = connect()) {
            assertThat(ask(socket)).isEqualTo(42);
            line.cut();
            assertThatThrownBy(() -> {
                        if (ask(socket) < 0) {
                            throw new IOException("closed");
                        }
                    })
                    .isInstanceOf(IOException.class);
        }
        try (Socket next = connect()) {
            assertThat(ask(next)).isEqualTo(42);
        }
    }

    @Test
    void breaksInTheMiddleOfAnAnswer() throws IOException {
        line.cutAfter(10);
        try (Socket socket = connect()) {
            socket.getOutputStream().write(new byte[1_000]);
            int read = 0;
            try {
                while (socket.getInputStream().read() >= 0) {
                    read++;
                }
            } catch (IOException e) {
                assertThat(e).hasMessageContaining("reset");
            }
            assertThat(read).isLessThan(1_000);
        }
    }

    @Test
    void isSlow() throws IOException {
        line.slow(Duration.ofMillis(100));
        long began = System.nanoTime();
        try (Socket socket = connect()) {
            assertThat(ask(socket)).isEqualTo(42);
        }
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isGreaterThan(Duration.ofMillis(190));
    }
}
