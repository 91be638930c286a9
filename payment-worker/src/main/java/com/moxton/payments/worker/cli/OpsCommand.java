package com.moxton.payments.worker.cli;

import java.io.PrintWriter;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;

/** {@code java -jar payment-worker.jar ops …} */
@Command(
        name = "ops",
        description = "Operates a running payment-worker.",
        synopsisSubcommandLabel = "COMMAND",
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "Signs in with OPS_USERNAME and OPS_PASSWORD, or with OPS_TOKEN (scope payments:ops). OPS_PASSWORD_FILE",
            "and OPS_TOKEN_FILE name a file that holds it.",
            "",
            "Exit codes: 0 done; 1 refused, or the job failed or was canceled; 2 wrong command line;",
            "3 the worker can't be reached or refuses the sign-in; 4 an audit found differences."
        })
public final class OpsCommand {

    private OpsCommand() {}

    /**
     * @param arguments without the leading {@code ops}
     * @return the exit code
     */
    public static int run(String... arguments) {
        return commandLine(System.getenv(), new Waiting()).execute(arguments);
    }

    static CommandLine commandLine(Map<String, String> environment, Waiting waiting) {
        CommandLine commands = new CommandLine(new OpsCommand());
        commands.addSubcommand(new ReplayCommand(new Connection(environment), waiting));
        commands.addSubcommand(new DryRunCommand(new Connection(environment), waiting));
        commands.addSubcommand(new AuditCommand(new Connection(environment), waiting));
        commands.addSubcommand(new DeadLettersCommand(new Connection(environment)));
        commands.addSubcommand(new HelpCommand());
        commands.setExecutionExceptionHandler((failure, command, parsed) -> {
            if (!(failure instanceof OpsCallException call)) {
                throw failure;
            }
            PrintWriter err = command.getErr();
            err.println("ops: " + call.getMessage());
            err.flush();
            return call.exitCode();
        });
        return commands;
    }
}
