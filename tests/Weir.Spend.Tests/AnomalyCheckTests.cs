using System.Text.Json;
using Shouldly;
using Weir.Spend.Alerts;
using Weir.Spend.Reports;
using Xunit;

namespace Weir.Spend.Tests;

/// <summary>What left its usual range is told once.</summary>
public sealed class AnomalyCheckTests
{
    private static readonly DateOnly Day = new(2026, 11, 25);
    private static readonly DateTime Now = new(2026, 11, 26, 0, 15, 0, DateTimeKind.Utc);

    [Fact]
    public async Task Each_anomaly_of_the_day_is_an_alert_once()
    {
        var alerts = new KeptAlerts();
        var rows = new Rows([["USER", null, "ann@example.com", "40.5", "10.0", "16.0", "28"], ["ENDPOINT", "1", "chat", "41", "11.0", "17.0", "28"]]);
        await AnomalyCheck.CheckAsync(rows, alerts, Day, Now, TestContext.Current.CancellationToken);
        await AnomalyCheck.CheckAsync(rows, alerts, Day, Now, TestContext.Current.CancellationToken);
        rows.Asked.ShouldAllBe(parameters => parameters["day"] == Day);
        alerts.Kept.Values.Select(alert => (alert.Id, alert.BudgetId, alert.State)).ShouldBe([("anomaly 2026-11-25 USER  ann@example.com", null, "PENDING"), ("anomaly 2026-11-25 ENDPOINT 1 chat", null, "PENDING")]);
        var data = JsonSerializer.Deserialize<JsonElement>(alerts.Kept.Values.First().Body).GetProperty("data");
        (data.GetProperty("subject").GetString(), data.GetProperty("list_cost").GetString(), data.GetProperty("usage_date").GetString()).ShouldBe(("ann@example.com", "40.5", "2026-11-25"));
    }

    private sealed class Rows(IReadOnlyList<IReadOnlyList<string?>> rows) : ISpendQueries
    {
        public List<IReadOnlyDictionary<string, DateOnly>> Asked { get; } = [];

        public Task<IReadOnlyList<IReadOnlyList<string?>>> RunAsync(string sql, IReadOnlyDictionary<string, DateOnly> parameters, CancellationToken cancellationToken)
        {
            Asked.Add(parameters);
            return Task.FromResult(rows);
        }
    }

    private sealed class KeptAlerts : IAlertStore
    {
        public Dictionary<string, Alert> Kept { get; } = new(StringComparer.Ordinal);

        public Task<bool> AddAsync(Alert alert, CancellationToken cancellationToken) => Task.FromResult(Kept.TryAdd(alert.Id, alert));

        public Task<IReadOnlyList<Alert>> DueAsync(DateTime now, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<bool> ReplaceAsync(Alert before, Alert after, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<IReadOnlyList<Alert>> ListAsync(int limit, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task DeleteBeforeAsync(DateTime time, CancellationToken cancellationToken) => throw new NotSupportedException();
    }
}
