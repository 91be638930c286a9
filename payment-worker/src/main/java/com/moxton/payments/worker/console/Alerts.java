package com.moxton.payments.worker.console;

import com.moxton.payments.worker.ops.OpsProblemException;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Objects;
import org.springframework.ui.Model;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** What a page tells of the act before it; shown by the layout above the content. */
final class Alerts {

    private static final String DONE = "done";
    private static final String PROBLEM = "problem";
    private static final String FIELD = "problemField";

    private Alerts() {}

    /** After a redirect: it is done. */
    static void done(RedirectAttributes next, String text) {
        next.addFlashAttribute(DONE, text);
    }

    /** After a redirect: it could not be done. */
    static void problem(RedirectAttributes next, OpsProblemException e) {
        next.addFlashAttribute(PROBLEM, String.valueOf(e.getMessage()));
    }

    /** On the form that is shown again, with the input kept; the field's own input is marked by {@code problemField}. */
    static void problem(Model form, HttpServletResponse response, OpsProblemException e) {
        response.setStatus(e.status().value());
        form.addAttribute(PROBLEM, String.valueOf(e.getMessage()));
        form.addAttribute(FIELD, Objects.requireNonNullElse(e.field(), ""));
    }
}
