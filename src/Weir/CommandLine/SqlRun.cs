using System.Text.Json;
using Spectre.Console;

namespace Weir.CommandLine;

/// <summary>Runs a statement and prints its result.</summary>
internal static class SqlRun
{
    /// <summary>Runs it.</summary>
    /// <returns>0; 1 when the statement failed; 2 when the gateway could not be asked.</returns>
    public static async Task<int> RunAsync(StatementClient client, string sql, string format, TextWriter output, TextWriter errors, CancellationToken cancellationToken)
    {
        try
        {
            var waited = 0;
            var result = await client.RunAsync(sql, () => errors.Write(waited++ == 0 ? "running" : "."), cancellationToken);
            if (waited > 0)
            {
                await errors.WriteLineAsync();
            }

            Print(result, format, output);
            if (result.Truncated)
            {
                await errors.WriteLineAsync("The result is longer than 25 MB and was cut off. Ask for less, for example with LIMIT or an aggregate.");
            }

            return 0;
        }
        catch (StatementException failed)
        {
            await errors.WriteLineAsync(failed.Message);
            return failed.IsRefusal ? 2 : 1;
        }
        catch (HttpRequestException unreachable)
        {
            await errors.WriteLineAsync($"The gateway cannot be reached: {unreachable.Message}. Is 'weir serve' running, and is WEIR_HOST right?");
            return 2;
        }
        catch (OperationCanceledException)
        {
            await errors.WriteLineAsync("Cancelled.");
            return 1;
        }
    }

    private static void Print(StatementResult result, string format, TextWriter output)
    {
        switch (format)
        {
            case "csv":
                output.WriteLine(string.Join(',', result.Columns.Select(Quote)));
                foreach (var row in result.Rows)
                {
                    output.WriteLine(string.Join(',', row.Select(value => value is null ? string.Empty : Quote(value))));
                }

                break;
            case "json":
                using (var buffer = new MemoryStream())
                {
                    using (var json = new Utf8JsonWriter(buffer, new JsonWriterOptions { Indented = true, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
                    {
                        json.WriteStartArray();
                        foreach (var row in result.Rows)
                        {
                            json.WriteStartObject();
                            for (var i = 0; i < row.Length; i++)
                            {
                                json.WriteString(result.Columns[i], row[i]);
                            }

                            json.WriteEndObject();
                        }

                        json.WriteEndArray();
                    }

                    output.WriteLine(System.Text.Encoding.UTF8.GetString(buffer.ToArray()));
                }

                break;
            default:
                PrintTable(result, output);
                break;
        }
    }

    private static void PrintTable(StatementResult result, TextWriter output)
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(output) });
        if (Console.IsOutputRedirected)
        {
            // Nothing wraps a file's lines.
            console.Profile.Width = 100_000;
        }

        var table = new Table().Border(TableBorder.Rounded);
        foreach (var column in result.Columns)
        {
            table.AddColumn(new TableColumn(Markup.Escape(column)));
        }

        foreach (var row in result.Rows)
        {
            table.AddRow([.. row.Select(value => value is null ? new Markup("[grey]NULL[/]") : new Markup(Markup.Escape(value)))]);
        }

        console.Write(table);
        output.WriteLine(result.Rows.Count == 1 ? "1 row" : $"{result.Rows.Count} rows");
    }

    private static string Quote(string value) =>
        value.AsSpan().IndexOfAny("\",\r\n") < 0 ? value : $"\"{value.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
}
