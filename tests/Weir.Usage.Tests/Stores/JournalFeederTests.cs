using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using Shouldly;
using Weir.Usage.Journal;
using Weir.Usage.Stores;
using Xunit;

namespace Weir.Usage.Tests.Stores;

public sealed class JournalFeederTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task Every_record_reaches_every_store_once_though_they_fail_before_and_after_taking_a_slice()
    {
        var options = TestRecords.Options(_directory.Path);
        options.SegmentBytes = 20_000;
        await using var journal = await RequestJournal.OpenAsync(options, TimeProvider.System);
        FailingStore[] stores = [new("one", 3), new("two", 5)];
        using var feeder = new JournalFeeder(journal, stores, TimeProvider.System, NullLogger<JournalFeeder>.Instance);
        await feeder.StartAsync(TestContext.Current.CancellationToken);
        var ids = Enumerable.Range(0, 300).Select(_ => Guid.NewGuid()).ToList();
        foreach (var id in ids)
        {
            await journal.AppendAsync(TestRecords.Record(id), IntentTicket.None);
        }

        await feeder.DrainAsync(TestContext.Current.CancellationToken).WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
        foreach (var store in stores)
        {
            store.Taken.ShouldBe(ids);
        }

        await feeder.StopAsync(TestContext.Current.CancellationToken);
    }

    /// <summary>A store that keeps its position with its rows and fails every few calls, before or after taking the slice.</summary>
    private sealed class FailingStore(string name, int every) : ITableStore
    {
        private JournalPosition _position = JournalPosition.Start;
        private int _calls;

        public string Name => name;

        public List<Guid> Taken { get; } = [];

        public Task<long> DeleteExpiredPayloadsAsync(DateTime now, CancellationToken cancellationToken) => Task.FromResult(0L);

        public Task<long> DeleteAuditBeforeAsync(DateTime cutoff, CancellationToken cancellationToken) => Task.FromResult(0L);

        public Task<long> DeleteTelemetryBeforeAsync(DateTime cutoff, CancellationToken cancellationToken) => Task.FromResult(0L);

        public Task<JournalPosition> GetPositionAsync(string replica, CancellationToken cancellationToken) => Task.FromResult(_position);

        public Task<JournalPosition> IngestAsync(JournalSlice slice, CancellationToken cancellationToken)
        {
            if (++_calls % every == 0)
            {
                throw new StoreUnavailableException("before");
            }

            var end = new JournalPosition(slice.Segment, slice.To);
            if (end > _position)
            {
                var from = _position.Segment == slice.Segment ? Math.Max(_position.Offset, slice.From) : slice.From;
                using var file = File.Open(slice.Path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
                var bytes = new byte[slice.To - from];
                file.Position = from;
                file.ReadExactly(bytes);
                Taken.AddRange(Encoding.UTF8.GetString(bytes).Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JournalLine.RequestIdOf(Encoding.UTF8.GetBytes(line))!.Value));
                _position = end;
            }

            return ++_calls % every == 0 ? throw new StoreUnavailableException("after") : Task.FromResult(_position);
        }

        public Task<long> DeleteBeforeAsync(DateTime cutoff, CancellationToken cancellationToken) => Task.FromResult(0L);
    }
}
