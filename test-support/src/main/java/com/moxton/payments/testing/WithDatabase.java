package com.moxton.payments.testing;

import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A Spring test whose context gets {@code MYSQL_URL}, {@code MYSQL_USER} and {@code MYSQL_PASSWORD} of a new schema on
 * the lane's shared database server. Tests that share a cached context share its schema.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Inherited
public @interface WithDatabase {}
