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
        var connection = new GatewayConnection();
        var command = new Command("sql", "Run a SQL statement, for example: weir sql \"SELECT * FROM system.ai_gateway.usage LIMIT 5\"") { sql, format, connection.Host, connection.Token };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var text = parsed.GetValue(sql)!;
            if (text == "-")
            {
                text = await Console.In.ReadToEndAsync(cancellationToken);
            }

            if (await connection.ReadAsync(parsed) is not var (gateway, secret))
            {
                return 2;
            }

            using var client = new StatementClient(gateway, secret);
            return await SqlRun.RunAsync(client, text, parsed.GetValue(format)!, Console.Out, Console.Error, cancellationToken);
        });
        return command;
    }
}
