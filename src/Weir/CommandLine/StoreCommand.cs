using System.CommandLine;
using Weir.Storage.DuckDB;
using Weir.Storage.DuckDB.Process;
using Weir.Warehouse.Dialect;

namespace Weir.CommandLine;

/// <summary><c>weir store</c>: the store's process, started by <c>weir serve</c>.</summary>
internal static class StoreCommand
{
    public static Command Create()
    {
        var directory = new Option<string>("--directory") { Required = true };
        var socket = new Option<string>("--socket") { Required = true };
        var command = new Command("store", "Run the table store's process (started by serve).") { directory, socket };
        command.Hidden = true;
        command.SetAction(parsed =>
        {
            var options = new DuckDBStoreOptions();
            new ConfigurationBuilder().AddEnvironmentVariables("WEIR_").Build().GetSection("Store").Bind(options);
            options.Directory = parsed.GetRequiredValue(directory);
            return StoreServer.RunAsync(options, parsed.GetRequiredValue(socket), new StatementTranslator(), EngineSetup.Statements);
        });
        return command;
    }
}
