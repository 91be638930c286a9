package com.moxton.payments.local;

import java.nio.file.Path;

/** A living process works on the data directory. */
public class DataDirectoryInUseException extends RuntimeException {
    DataDirectoryInUseException(Path directory) {
        super("Data directory " + directory + " is in use by another running process");
    }
}
