/** The system as processes of its own, and what lies between them: lines that can be stalled, slowed and cut. */
@NullMarked
package com.moxton.payments.resilience.parts;

import org.jspecify.annotations.NullMarked;
