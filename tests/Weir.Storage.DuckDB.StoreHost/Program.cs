using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Weir.Storage.DuckDB;
using Weir.Storage.DuckDB.Process;
using Weir.Storage.DuckDB.StoreHost;

// "store <directory> <socket>" is the store's process; "parent <directory>" is a gateway that has nothing but a store.
var directory = args[1];
if (args[0] == "store")
{
    return await StoreServer.RunAsync(new DuckDBStoreOptions { Directory = directory, MemoryLimitMb = 512 }, args[2], new TrustingTranslator(directory), []);
}

var builder = Host.CreateEmptyApplicationBuilder(null);
builder.Services.AddLogging();
builder.Services.AddSingleton(TimeProvider.System);
builder.Services.AddDuckDBStore(new DuckDBStoreOptions { Directory = directory }, socket => StoreHostCommand.Store(directory, socket));
using var host = builder.Build();
await host.StartAsync();
Console.WriteLine(host.Services.GetRequiredService<StoreSupervisor>().ProcessId);
await Task.Delay(Timeout.Infinite);
return 0;
