using System.CommandLine;
using System.Globalization;
using Spectre.Console;

namespace Weir.CommandLine;

/// <summary><c>weir recost</c>: has a running gateway price its records anew.</summary>
internal static class RecostCommand
{
    public static Command Create()
    {
        var from = new Option<DateTimeOffset?>("--from") { Description = "Requests from this time on, UTC: 2026-11-01, or 2026-11-01T12:00:00Z.", Required = true, CustomParser = Time };
        var to = new Option<DateTimeOffset?>("--to") { Description = "Requests before this time, UTC (now, when left out).", CustomParser = Time };
        var dryRun = new Option<bool>("--dry-run") { Description = "Show what would change, and change nothing." };
        var yes = new Option<bool>("--yes", "-y") { Description = "Change without asking." };
        var connection = new GatewayConnection();
        var command = new Command("recost", "Price recorded requests anew by the price book of now, each at the prices of its own moment. Shows what changes first. May be broken off and run again. Needs the token of an account admin.")
        {
            from, to, dryRun, yes, connection.Host, connection.Token,
        };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            if (await connection.ReadAsync(parsed) is not var (gateway, token))
            {
                return 2;
            }

            using var client = new RecostClient(gateway, token);
            return await RunAsync(client, parsed.GetValue(from)!.Value, parsed.GetValue(to) ?? TimeProvider.System.GetUtcNow(), parsed.GetValue(dryRun), parsed.GetValue(yes), cancellationToken);
        });
        return command;
    }

    private static DateTimeOffset? Time(System.CommandLine.Parsing.ArgumentResult argument)
    {
        if (DateTimeOffset.TryParse(argument.Tokens[0].Value, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var time))
        {
            return time;
        }

        argument.AddError($"'{argument.Tokens[0].Value}' is not a time such as 2026-11-01 or 2026-11-01T12:00:00Z.");
        return null;
    }

    private static async Task<int> RunAsync(RecostClient client, DateTimeOffset from, DateTimeOffset to, bool dryRun, bool yes, CancellationToken cancellationToken)
    {
        try
        {
            var planned = await WalkAsync("Comparing", apply: false);
            Print(planned);
            if (dryRun || planned.ChangedRecords == 0)
            {
                return 0;
            }

            if (!yes && !Confirm(planned))
            {
                Console.WriteLine("Nothing was changed.");
                return 1;
            }

            var done = await WalkAsync("Pricing", apply: true);
            Console.WriteLine($"{done.ChangedRecords} records have the prices of {done.PriceVersion}.");
            return 0;
        }
        catch (RecostException refused)
        {
            await Console.Error.WriteLineAsync(refused.Message);
            return refused.IsUnreachable ? 2 : 1;
        }
        catch (OperationCanceledException)
        {
            await Console.Error.WriteLineAsync("Broken off. What was priced anew stays so; the same command goes on with the rest.");
            return 1;
        }

        async Task<RecostSummary> WalkAsync(string what, bool apply)
        {
            var summary = await client.RunAsync(from, to, apply, soFar => Progress(what, soFar), cancellationToken);
            Progress(what, summary);
            await Console.Error.WriteLineAsync();
            return summary;
        }
    }

    private static void Progress(string what, RecostSummary soFar) =>
        Console.Error.Write($"\r{what}: {soFar.Records} records, {soFar.ChangedRecords} of them change");

    private static bool Confirm(RecostSummary planned)
    {
        if (Console.IsInputRedirected)
        {
            Console.Error.WriteLine("Give --yes to change them: there is nobody to ask.");
            return false;
        }

        return AnsiConsole.Confirm($"Change {planned.ChangedRecords} records?", defaultValue: false);
    }

    private static void Print(RecostSummary planned)
    {
        if (planned.ChangedRecords == 0)
        {
            Console.WriteLine($"Nothing changes: {planned.Records} records have the prices of {planned.PriceVersion}.");
            return;
        }

        var table = new Table().Border(TableBorder.Rounded).AddColumns("provider", "model", "answered by", "tier", "attempts", "USD before", "USD after", "without price before", "after");
        foreach (var change in planned.Changes.OrderByDescending(change => Math.Abs(change.After - change.Before)))
        {
            table.AddRow(new[] { change.Provider, change.Model, change.ResponseModel ?? string.Empty, change.ServiceTier, Text(change.Attempts), Text(change.Before), Text(change.After), Text(change.UnpricedBefore), Text(change.UnpricedAfter) }.Select(Markup.Escape).ToArray());
        }

        var console = AnsiConsole.Create(new AnsiConsoleSettings());
        if (Console.IsOutputRedirected)
        {
            // Nothing wraps a file's lines.
            console.Profile.Width = 100_000;
        }

        console.Write(table);
        Console.WriteLine($"{planned.ChangedRecords} of {planned.Records} records change: from {Text(planned.Changes.Sum(change => change.Before))} USD to {Text(planned.Changes.Sum(change => change.After))} USD.");
    }

    private static string Text(decimal number) => number.ToString("0.##################", CultureInfo.InvariantCulture);
}
