@NullMarked
package com.moxton.payments.worker.cli;

import org.jspecify.annotations.NullMarked;
