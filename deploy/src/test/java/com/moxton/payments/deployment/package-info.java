/** Tests of what is deployed: manifests against schemas, against the code, and against the settings. */
@NullMarked
package com.moxton.payments.deployment;

import org.jspecify.annotations.NullMarked;
