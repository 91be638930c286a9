@NullMarked
package com.moxton.payments.resilience.report;

import org.jspecify.annotations.NullMarked;
