package com.moxton.payments.ingress.startup;

import com.moxton.payments.events.settings.InvalidSecretFileException;

/** A setting is missing or makes no sense. Its message is the one line that the start ends with. */
public final class SettingException extends RuntimeException {

    /**
     * @param setting as the operator knows it: the environment variable where there is one, else the property
     * @param problem what is wrong and what would be right; never the value, which may be a secret
     */
    public SettingException(String setting, String problem) {
        super(setting + " " + problem);
    }

    /** A file that should hold a setting doesn't, and says so itself. */
    SettingException(InvalidSecretFileException file) {
        super(file.getMessage(), file);
    }
}
