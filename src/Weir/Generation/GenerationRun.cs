using System.Globalization;
using Weir.Spend.Costing;
using Weir.Spend.Prices;
using Weir.Storage.DuckDB;
using Weir.Storage.DuckDB.Ingest;
using Weir.Usage.Journal;
using Weir.Warehouse.Dialect;

namespace Weir.Generation;

/// <summary>
/// Generates into a data directory, through the store's own ingest. The store remembers how far it is, in the transaction of the rows: the same run
/// once more adds what is missing, and nothing where nothing is.
/// </summary>
internal static class GenerationRun
{
    /// <summary>Runs it.</summary>
    /// <param name="data">The data directory, which no server may be using.</param>
    /// <param name="options">What to generate.</param>
    /// <param name="store">The store's settings; the directory is set here.</param>
    /// <param name="time">The clock of the journal.</param>
    /// <param name="report">Told how many of the rows are there.</param>
    /// <param name="cancellationToken">Breaks off; the rows so far stay.</param>
    /// <returns>How many rows were there before.</returns>
    /// <exception cref="IOException">A server uses the directory, or the disk is full.</exception>
    /// <exception cref="System.Data.Common.DbException">The database cannot be opened or written.</exception>
    public static async Task<long> RunAsync(string data, GenerationOptions options, DuckDBStoreOptions store, TimeProvider time, Action<long> report, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(data);

        // Whoever has the journal has the directory: no server can start while this holds it.
        await using var journal = await RequestJournal.OpenAsync(new JournalOptions { Directory = Path.Combine(data, "journal") }, time);
        store.Directory = Path.Combine(data, "store");
        store.Threads = store.Threads > 0 ? store.Threads : Environment.ProcessorCount;
        using var database = UsageDatabase.Open(store, EngineSetup.Statements, Console.Error.WriteLine);
        using var ingest = new JournalIngest(database, Path.Combine(store.Directory, "quarantine"), Console.Error.WriteLine);
        var replica = ReplicaOf(options);
        var records = (await ingest.GetPositionAsync(replica, cancellationToken)).Segment;
        var activity = (await ingest.GetPositionAsync(SliceFiles.ActivityOf(replica), cancellationToken)).Segment;
        var segments = Math.Min(records, activity);
        var before = Math.Min(segments * SliceFiles.Rows, options.Rows);
        using var slices = new SliceFiles(Path.Combine(data, "generating"), replica, segments);
        if (before == options.Rows)
        {
            return before;
        }

        using var broken = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var generating = Task.Factory.StartNew(() => Generate(options, before, slices, broken.Token), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        try
        {
            await foreach (var slice in slices.ReadAllAsync(cancellationToken))
            {
                // What the store has of a pair already, it does not take again.
                await ingest.IngestAsync(slice, cancellationToken);
                File.Delete(slice.Path);
                report(Math.Min(slice.Segment * SliceFiles.Rows, options.Rows));
            }
        }
        finally
        {
            await broken.CancelAsync();
            await generating;
        }

        return before;
    }

    private static void Generate(GenerationOptions options, long before, SliceFiles slices, CancellationToken cancellationToken)
    {
        try
        {
            var book = new PriceBook(GenAIPrices.Shipped(), []);
            using var records = new GeneratedRecords(options, new AttemptPricing(() => book));
            records.WriteFrom(before, record => slices.Add(record, cancellationToken), slices.AddActivity, cancellationToken);
            slices.Complete(cancellationToken);
        }
        catch (Exception failed)
        {
            slices.Fail(failed);
        }
    }

    private static string ReplicaOf(GenerationOptions options) =>
        string.Create(CultureInfo.InvariantCulture, $"generated-{options.Rows}-{options.Days}-{options.Seed}-{options.End:yyyyMMddTHHmmss}-{SliceFiles.Rows}");
}
