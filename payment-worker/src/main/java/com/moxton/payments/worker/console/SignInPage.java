package com.moxton.payments.worker.console;

import java.security.Principal;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** The form; what comes of it is decided by the security filters. */
@Controller
class SignInPage {

    @GetMapping("/sign-in")
    String page(
            @RequestParam(required = false) @Nullable String failed,
            @RequestParam(required = false) @Nullable String out,
            @RequestParam(required = false) @Nullable Integer wait,
            @Nullable Principal principal,
            Model model) {
        if (principal != null) {
            return "redirect:/";
        }
        if (wait != null) {
            model.addAttribute("problem", "Too many failures. Try again in %d s.".formatted(Math.max(1, wait)));
        } else if (failed != null) {
            model.addAttribute("problem", "The name or the password is wrong.");
        } else if (out != null) {
            model.addAttribute("done", "You are signed out.");
        }
        return "sign-in";
    }
}
