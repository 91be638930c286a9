package com.moxton.payments.local.stack;

import java.nio.file.Path;
import java.util.Map;

/**
 * How a service is started.
 *
 * @param name short, for the terminal and its log file
 * @param mainClass of the service
 * @param environment everything it gets, secrets included; nothing is inherited besides
 * @param log its output
 */
record ServiceProgram(String name, String classPath, String mainClass, Map<String, String> environment, Path log) {

    @Override
    public String toString() {
        return "ServiceProgram[" + name + "]";
    }
}
