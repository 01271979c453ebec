using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Shouldly;
using Weir.Usage.Journal;
using Weir.Usage.Stores;
using Xunit;

namespace Weir.Usage.Tests.Stores;

public sealed class RetentionLoopTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 27, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task Each_kind_of_row_is_kept_as_long_as_its_setting_says()
    {
        var store = await RunAsync(new RetentionOptions { Days = 30, AuditDays = 90, TelemetryDays = 7 });

        store.Requests.ShouldBe(new DateTime(2026, 10, 28, 12, 0, 0, DateTimeKind.Utc));
        store.Audit.ShouldBe(new DateTime(2026, 8, 29, 12, 0, 0, DateTimeKind.Utc));
        store.Telemetry.ShouldBe(new DateTime(2026, 11, 20, 12, 0, 0, DateTimeKind.Utc));
        store.Payloads.ShouldBe(Now.UtcDateTime);
    }

    [Fact]
    public async Task Without_a_setting_of_its_own_telemetry_is_kept_as_long_as_the_requests_that_it_tells_of()
    {
        var store = await RunAsync(new RetentionOptions { Days = 3650 });

        store.Telemetry.ShouldBe(store.Requests);
        store.Audit.ShouldBe(Now.UtcDateTime.AddDays(-365));
    }

    private static async Task<RememberingStore> RunAsync(RetentionOptions options)
    {
        var store = new RememberingStore();
        using var loop = new RetentionLoop([store], options, new FakeTimeProvider(Now), NullLogger<RetentionLoop>.Instance);
        await loop.RunOnceAsync(TestContext.Current.CancellationToken);
        return store;
    }

    private sealed class RememberingStore : ITableStore
    {
        public string Name => "remembering";

        public DateTime Requests { get; private set; }

        public DateTime Audit { get; private set; }

        public DateTime Telemetry { get; private set; }

        public DateTime Payloads { get; private set; }

        public Task<JournalPosition> GetPositionAsync(string replica, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<JournalPosition> IngestAsync(JournalSlice slice, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<long> DeleteExpiredPayloadsAsync(DateTime now, CancellationToken cancellationToken) => Deleted(Payloads = now);

        public Task<long> DeleteAuditBeforeAsync(DateTime cutoff, CancellationToken cancellationToken) => Deleted(Audit = cutoff);

        public Task<long> DeleteTelemetryBeforeAsync(DateTime cutoff, CancellationToken cancellationToken) => Deleted(Telemetry = cutoff);

        public Task<long> DeleteBeforeAsync(DateTime cutoff, CancellationToken cancellationToken) => Deleted(Requests = cutoff);

        private static Task<long> Deleted(DateTime upTo) => Task.FromResult(upTo.Ticks > 0 ? 1L : 0L);
    }
}
