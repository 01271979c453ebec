using System.CommandLine;
using System.CommandLine.Parsing;
using System.Data.Common;
using System.Globalization;
using Weir.Generation;
using Weir.Storage.DuckDB;

namespace Weir.CommandLine;

/// <summary><c>weir generate</c>: fills a data directory with rows as a company would have made them.</summary>
internal static class GenerateCommand
{
    private const long MostRows = 10_000_000_000;
    private const int MostDays = 3650;

    public static Command Create()
    {
        var data = new Option<string?>("--data") { Description = "The data directory (WEIR_DATA; ./data). No server may be using it." };
        var rows = new Option<long>("--rows") { Description = "How many rows.", DefaultValueFactory = _ => 1_000_000, CustomParser = argument => Number(argument, "a number of rows", 1, MostRows) };
        var days = new Option<int>("--days") { Description = "Over how many days. The server deletes rows older than WEIR_Retention__Days (365).", DefaultValueFactory = _ => 90, CustomParser = argument => (int)Number(argument, "a number of days", 1, MostDays) };
        var seed = new Option<long>("--seed") { Description = "Another seed makes another company's rows.", DefaultValueFactory = _ => 1, CustomParser = argument => Number(argument, "a seed", 0, long.MaxValue) };
        var until = new Option<DateOnly?>("--until") { Description = "The last day, UTC, for example 2026-11-26 (until now, when left out).", CustomParser = Day };
        var command = new Command("generate", """
            Make usage rows with realistic distributions, to try dashboards, statements and limits on any amount of them.

            Endpoints, people, applications, models and prices, office hours of two time zones, weekends, outages with fallbacks, rate limits, coding
            agents' sessions, caches, and a day without any row. The same seed, rows, days and --until make the same rows. Afterwards 'weir serve' on the
            directory has them in system.ai_gateway.usage and spend. May be broken off and run again.
            """)
        {
            data, rows, days, seed, until,
        };
        command.SetAction((parsed, cancellationToken) =>
        {
            var settings = new ConfigurationBuilder().AddJsonFile(Path.GetFullPath("appsettings.json"), optional: true).AddEnvironmentVariables("WEIR_").Build();
            var options = new GenerationOptions(parsed.GetValue(rows), parsed.GetValue(days), (ulong)parsed.GetValue(seed), EndOf(parsed.GetValue(until), TimeProvider.System));
            var directory = Path.GetFullPath(parsed.GetValue(data) ?? settings["Data"] ?? "data");
            return RunAsync(directory, options, settings.GetSection("Store").Get<DuckDBStoreOptions>() ?? new DuckDBStoreOptions(), cancellationToken);
        });
        return command;
    }

    private static DateTime EndOf(DateOnly? until, TimeProvider time)
    {
        if (until is { } day)
        {
            return day.AddDays(1).ToDateTime(TimeOnly.MinValue, DateTimeKind.Utc);
        }

        var now = time.GetUtcNow().UtcDateTime;
        return now.AddTicks(-(now.Ticks % TimeSpan.TicksPerMinute));
    }

    private static long Number(ArgumentResult argument, string what, long least, long most)
    {
        var text = argument.Tokens[0].Value;
        if (long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most)
        {
            return number;
        }

        argument.AddError(string.Create(CultureInfo.InvariantCulture, $"'{text}' is not {what}. Give a whole number from {least} to {most}."));
        return least;
    }

    private static DateOnly? Day(ArgumentResult argument)
    {
        var text = argument.Tokens[0].Value;
        if (!DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day))
        {
            argument.AddError($"'{text}' is not a day such as 2026-11-26.");
        }
        else if (day > DateOnly.FromDateTime(TimeProvider.System.GetUtcNow().UtcDateTime) || day.Year < 2000)
        {
            argument.AddError($"'{text}' is not a day from 2000-01-01 to today.");
        }

        return day;
    }

    private static async Task<int> RunAsync(string directory, GenerationOptions options, DuckDBStoreOptions store, CancellationToken cancellationToken)
    {
        var progress = new GenerationProgress(options.Rows, Console.Error, TimeProvider.System);
        try
        {
            var before = await GenerationRun.RunAsync(directory, options, store, TimeProvider.System, progress.Report, cancellationToken);
            progress.End();
            if (before == options.Rows)
            {
                Console.WriteLine($"{directory} has these rows already; nothing was added. Another --seed makes others.");
                return 0;
            }

            var size = new FileInfo(Path.Combine(directory, "store", "usage.duckdb")).Length;
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{options.Rows - before} rows from {options.Start:yyyy-MM-dd} to {options.End.AddTicks(-1):yyyy-MM-dd} in {progress.Elapsed.TotalSeconds:0.0} s ({(options.Rows - before) / progress.Elapsed.TotalSeconds:0} rows/s). The database has {size / 1024.0 / 1024.0:0.0} MB. Now: weir serve"));
            return 0;
        }
        catch (Exception failed) when (failed is IOException or UnauthorizedAccessException or DbException)
        {
            progress.End();
            await Console.Error.WriteLineAsync($"No rows can be generated in {directory}: {failed.Message}");
            return 1;
        }
        catch (OperationCanceledException)
        {
            progress.End();
            await Console.Error.WriteLineAsync("Broken off. The rows so far stay; the same command, with the same --until, goes on with the rest.");
            return 1;
        }
    }
}
