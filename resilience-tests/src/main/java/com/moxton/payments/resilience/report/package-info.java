/** What a fault did to the system, as a line of JSON and as a row of docs/reliability.md. */
@NullMarked
package com.moxton.payments.resilience.report;

import org.jspecify.annotations.NullMarked;
