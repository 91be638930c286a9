@NullMarked
package com.moxton.payments.worker.security;

import org.jspecify.annotations.NullMarked;
