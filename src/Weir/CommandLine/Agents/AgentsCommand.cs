using System.CommandLine;
using System.CommandLine.Parsing;
using Spectre.Console;
using Weir.Agents.Setup;

namespace Weir.CommandLine.Agents;

/// <summary><c>weir agents</c>: points coding agents at a running gateway, and checks that they reach it.</summary>
internal static class AgentsCommand
{
    public static Command Create() => new("agents", "Point coding agents at a running gateway, and check that they reach it.") { List(), SetUp(), Check() };

    private static Command List()
    {
        var command = new Command("list", "The agents that can be set up.");
        command.SetAction(_ =>
        {
            var table = new Table().Border(TableBorder.Rounded).AddColumns("agent", "name", "telemetry");
            foreach (var agent in AgentSetup.All)
            {
                table.AddRow(agent.Key, agent.Name, agent.Signals.Count > 0 ? string.Join(", ", agent.Signals) : "none: its traffic is measured");
            }

            AnsiConsole.Write(table);
            return 0;
        });
        return command;
    }

    private static Command SetUp()
    {
        var agent = new Argument<AgentSetup>("agent") { Description = Known, CustomParser = Agent };
        var endpoint = Endpoint("The endpoint that the agent shall call. Left out where you may query only one.");
        var noTelemetry = new Option<bool>("--no-telemetry") { Description = "Leave the agent's own telemetry out. What is configured of it already stays." };
        var write = new Option<bool>("--write") { Description = "Write it into the agent's files. Shows what changes and asks first; keeps what was there beside each as *.before-weir." };
        var yes = new Option<bool>("--yes", "-y") { Description = "Write without asking." };
        var connection = new GatewayConnection();
        var command = new Command("setup", "Print an agent's exact configuration for WEIR_HOST and WEIR_TOKEN, or write it into its files.") { agent, endpoint, noTelemetry, write, yes, connection.Host, connection.Token };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            if (await connection.ReadAsync(parsed) is not var (gateway, token))
            {
                return 2;
            }

            if (parsed.GetValue(endpoint) is not { } name)
            {
                (name, var refusal) = await OnlyEndpoint.FindAsync(gateway, token, cancellationToken);
                if (name is null)
                {
                    await Console.Error.WriteLineAsync(refusal);
                    return 2;
                }
            }

            var run = new AgentSetupRun(parsed.GetValue(agent)!, new SetupInput(gateway, name, token, !parsed.GetValue(noTelemetry)));
            return parsed.GetValue(write) ? run.Write(parsed.GetValue(yes)) : run.Print();
        });
        return command;
    }

    private static Command Check()
    {
        var agent = new Argument<AgentSetup?>("agent") { Description = Known + " All of them when left out.", Arity = ArgumentArity.ZeroOrOne, CustomParser = Agent };
        var endpoint = Endpoint("The endpoint to call.");
        endpoint.Required = true;
        var noTelemetry = new Option<bool>("--no-telemetry") { Description = "Send no metric." };
        var connection = new GatewayConnection();
        var command = new Command("check", "Send one small call as an agent sends it, and a metric, and say what arrived. The call is a real one: it costs what it costs, and is in the usage table.") { agent, endpoint, noTelemetry, connection.Host, connection.Token };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            if (await connection.ReadAsync(parsed) is not var (gateway, token))
            {
                return 2;
            }

            using var client = new AgentCheckClient(gateway, token, TimeProvider.System);
            var worst = 0;
            foreach (var one in parsed.GetValue(agent) is { } chosen ? [chosen] : AgentSetup.All)
            {
                var run = new AgentCheckRun(client, one, parsed.GetValue(endpoint)!, !parsed.GetValue(noTelemetry) && one.Signals.Count > 0);
                worst = Math.Max(worst, await run.RunAsync(cancellationToken));
                if (worst > 1)
                {
                    break;
                }
            }

            return worst;
        });
        return command;
    }

    private static string Known => string.Join(", ", AgentSetup.All.Select(agent => agent.Key)) + ".";

    private static Option<string?> Endpoint(string description)
    {
        var option = new Option<string?>("--endpoint") { Description = description };
        option.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<string?>() is { } name && !AgentSetup.IsEndpointName(name))
            {
                result.AddError($"'{name}' is no endpoint's name: those have lower-case letters, digits, '.', '_' and '-'.");
            }
        });
        return option;
    }

    private static AgentSetup? Agent(ArgumentResult argument)
    {
        if (argument.Tokens.Count == 0)
        {
            return null;
        }

        var found = AgentSetup.Find(argument.Tokens[0].Value);
        if (found is null)
        {
            argument.AddError($"There is no agent '{argument.Tokens[0].Value}'. The agents are {Known}");
        }

        return found;
    }
}
