/**
 * The pages that operations work with, rendered here with Thymeleaf and kept fresh by htmx. Controllers are thin: they ask the
 * same services as the REST API. Layout and parts: {@code templates/layout.html}, {@code templates/fragments.html}.
 */
@NullMarked
package com.moxton.payments.worker.console;

import org.jspecify.annotations.NullMarked;
