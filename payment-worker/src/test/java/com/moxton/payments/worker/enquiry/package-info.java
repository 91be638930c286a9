@NullMarked
package com.moxton.payments.worker.enquiry;

import org.jspecify.annotations.NullMarked;
