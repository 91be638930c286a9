package com.moxton.payments.worker;

import com.moxton.payments.worker.cli.OpsCommand;
import com.moxton.payments.worker.startup.Migration;
import java.util.Arrays;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.scheduling.annotation.EnableScheduling;

/** Faces nobody but operations: owns every call to Stripe and every row. */
@SpringBootApplication
@ConfigurationPropertiesScan
@EnableScheduling
public class WorkerApplication {

    public static void main(String[] args) {
        if (args.length > 0 && args[0].equals("ops")) {
            System.exit(OpsCommand.run(Arrays.copyOfRange(args, 1, args.length)));
        }
        if (args.length > 0 && args[0].equals("migrate")) {
            Migration.run(Arrays.copyOfRange(args, 1, args.length));
            return;
        }
        SpringApplication.run(WorkerApplication.class, args);
    }
}
