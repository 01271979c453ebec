using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Weir.Storage.DuckDB.Process;
using Weir.Storage.DuckDB.StoreHost;
using Weir.Usage.Stores;
using Weir.Warehouse.Engines;

namespace Weir.Storage.DuckDB.Tests;

/// <summary>A store in a real process of its own, under the supervisor, as the gateway has it.</summary>
internal sealed class RunningStore : IAsyncDisposable
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("weir-store-test-");
    private readonly IHost _host;

    private RunningStore(string below)
    {
        StoreDirectory = Path.Combine(_directory.FullName, below, "store");
        Journal = new TestJournal(Path.Combine(_directory.FullName, "journal"));
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Services.AddLogging();
        builder.Services.AddSingleton(TimeProvider.System);
        builder.Services.AddDuckDBStore(new DuckDBStoreOptions { Directory = StoreDirectory }, socket =>
        {
            Socket = socket;
            return StoreHostCommand.Store(StoreDirectory, socket);
        });
        _host = builder.Build();
    }

    public string StoreDirectory { get; }

    public string Socket { get; private set; } = string.Empty;

    public TestJournal Journal { get; }

    public ITableStore Table => _host.Services.GetRequiredService<ITableStore>();

    public ISqlEngine Engine => _host.Services.GetRequiredService<ISqlEngine>();

    public IResultFiles Files => _host.Services.GetRequiredService<IResultFiles>();

    public StoreSupervisor Supervisor => _host.Services.GetRequiredService<StoreSupervisor>();

    private static CancellationToken Stop => Xunit.TestContext.Current.CancellationToken;

    public static async Task<RunningStore> StartAsync(string below = "")
    {
        var store = new RunningStore(below);
        await store._host.StartAsync(Stop);
        await EventuallyAsync(() => Task.FromResult(store.Supervisor.IsRunning));
        return store;
    }

    public static async Task EventuallyAsync(Func<Task<bool>> condition, int seconds = 40)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(Stop);
        deadline.CancelAfter(TimeSpan.FromSeconds(seconds));
        while (!await condition())
        {
            await Task.Delay(10, deadline.Token);
        }
    }

    public async Task<string?> OneAsync(string sql) =>
        TestStore.Rows(await Engine.ExecuteAsync(TestStore.Statement(sql), Stop))[0][0];

    /// <summary>The process, once it is another than <paramref name="before"/> and answers.</summary>
    public async Task<int> NextProcessAsync(int before)
    {
        await EventuallyAsync(async () => Supervisor.ProcessId is not 0 and var now && now != before && await AnswersAsync());
        return Supervisor.ProcessId;
    }

    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync(CancellationToken.None);
        _host.Dispose();
        _directory.Delete(recursive: true);
    }

    private async Task<bool> AnswersAsync()
    {
        try
        {
            return await OneAsync("SELECT 1") == "1";
        }
        catch (SqlEngineException)
        {
            return false;
        }
    }
}
