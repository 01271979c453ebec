using Weir.Storage.DuckDB.Process;
using Weir.Usage.Stores;

namespace Weir.Health;

/// <summary>How the table store is, in a word: <c>ok</c>, <c>behind</c> (it refuses what the journal has) or <c>down</c>.</summary>
internal static class StoreState
{
    public static string Of(StoreSupervisor store, JournalFeeder feeder) => !store.IsRunning ? "down" : feeder.Trouble is null ? "ok" : "behind";
}
