package com.moxton.payments.benchmarks.report;

/** A scenario's findings, and where and when they were made. */
public record Result(String scenario, Environment environment, Findings findings) {}
