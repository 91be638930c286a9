package com.moxton.payments.testing;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/**
 * An authority made for one test, and a server's certificate that it has signed for 127.0.0.1 and localhost, as files for
 * whoever wants them: PEM and PKCS#12.
 */
public final class TestCertificates {
    /** Of every key store and every key. */
    public static final String PASSWORD = "only-for-tests";

    private static final String AUTHORITY = "authority";
    private static final String SERVER = "server";

    private final Path directory;

    private TestCertificates(Path directory) {
        this.directory = directory;
    }

    /** Takes about two seconds: the JDK's keytool makes them. */
    public static TestCertificates make() {
        TestCertificates certificates = new TestCertificates(TestDirectory.another("certificates"));
        try {
            certificates.write();
            return certificates;
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalStateException("Certificates can't be made", e);
        }
    }

    /** What clients check servers against. */
    public Path authorityPem() {
        return directory.resolve("ca.pem");
    }

    public Path trustStore() {
        return directory.resolve("trust.p12");
    }

    public Path serverKeyStore() {
        return directory.resolve("server.p12");
    }

    public Path serverCertificatePem() {
        return directory.resolve("server.pem");
    }

    public Path serverKeyPem() {
        return directory.resolve("server-key.pem");
    }

    private void write() throws IOException, GeneralSecurityException {
        Files.createDirectories(directory);
        Path all = directory.resolve("all.p12");
        keytool(all, "-alias", AUTHORITY, "-dname", "CN=Authority of a test", "-ext", "bc:c");
        keytool(
                all,
                "-alias",
                SERVER,
                "-dname",
                "CN=localhost",
                "-ext",
                "san=dns:localhost,ip:127.0.0.1",
                "-signer",
                AUTHORITY);
        KeyStore made = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(all)) {
            made.load(in, PASSWORD.toCharArray());
        }
        Certificate authority = made.getCertificate(AUTHORITY);
        Key key = made.getKey(SERVER, PASSWORD.toCharArray());
        Certificate[] chain = {made.getCertificate(SERVER), authority};

        KeyStore trust = emptyStore();
        trust.setCertificateEntry(AUTHORITY, authority);
        store(trust, trustStore());
        KeyStore server = emptyStore();
        server.setKeyEntry(SERVER, key, PASSWORD.toCharArray(), chain);
        store(server, serverKeyStore());
        writePem(authorityPem(), "CERTIFICATE", authority.getEncoded());
        writePem(serverCertificatePem(), "CERTIFICATE", chain[0].getEncoded());
        writePem(serverKeyPem(), "PRIVATE KEY", key.getEncoded());
    }

    private static void keytool(Path store, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-keystore",
                store.toString(),
                "-storepass",
                PASSWORD,
                "-keyalg",
                "RSA",
                "-keysize",
                "2048",
                "-validity",
                "2"));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        try {
            if (process.waitFor() != 0) {
                throw new IOException("keytool: " + said);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("Interrupted while waiting for keytool", e);
        }
    }

    private static KeyStore emptyStore() throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        return store;
    }

    private static void store(KeyStore store, Path file) throws IOException, GeneralSecurityException {
        try (OutputStream out = Files.newOutputStream(file)) {
            store.store(out, PASSWORD.toCharArray());
        }
    }

    private static void writePem(Path file, String what, byte[] content) throws IOException {
        String lines = Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII))
                .encodeToString(content);
        Files.writeString(file, "-----BEGIN " + what + "-----\n" + lines + "\n-----END " + what + "-----\n");
    }
}
