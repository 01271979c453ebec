using System.CommandLine;

namespace Weir.CommandLine;

/// <summary><c>weir sql</c>: asks a running gateway.</summary>
internal static class SqlCommand
{
    public static Command Create()
    {
        var sql = new Argument<string>("statement") { Description = "The SQL, or - to read it from standard input." };
        var format = new Option<string>("--format", "-f") { Description = "table, csv or json.", DefaultValueFactory = _ => "table" };
        format.AcceptOnlyFromAmong("table", "csv", "json");
        var host = new Option<string?>("--host") { Description = "The gateway (WEIR_HOST, DATABRICKS_HOST; http://127.0.0.1:8080)." };
        var token = new Option<string?>("--token") { Description = "The token (WEIR_TOKEN, DATABRICKS_TOKEN, WEIR_ADMIN_TOKEN)." };
        var command = new Command("sql", "Run a SQL statement, for example: weir sql \"SELECT * FROM system.ai_gateway.usage LIMIT 5\"") { sql, format, host, token };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var text = parsed.GetValue(sql)!;
            if (text == "-")
            {
                text = await Console.In.ReadToEndAsync(cancellationToken);
            }

            var secret = First(parsed.GetValue(token), "WEIR_TOKEN", "DATABRICKS_TOKEN", "WEIR_ADMIN_TOKEN");
            if (secret is null)
            {
                await Console.Error.WriteLineAsync("No token. Set WEIR_TOKEN, or give --token.");
                return 2;
            }

            var address = First(parsed.GetValue(host), "WEIR_HOST", "DATABRICKS_HOST") ?? "http://127.0.0.1:8080";
            if (!Uri.TryCreate(address.Contains("://", StringComparison.Ordinal) ? address : "https://" + address, UriKind.Absolute, out var gateway))
            {
                await Console.Error.WriteLineAsync($"'{address}' is not a host. Set WEIR_HOST to something like http://127.0.0.1:8080.");
                return 2;
            }

            using var client = new StatementClient(gateway, secret);
            return await SqlRun.RunAsync(client, text, parsed.GetValue(format)!, Console.Out, Console.Error, cancellationToken);
        });
        return command;
    }

    private static string? First(string? given, params string[] variables) =>
        given ?? variables.Select(Environment.GetEnvironmentVariable).FirstOrDefault(value => !string.IsNullOrEmpty(value));
}
