using System.Text.Json;
using Shouldly;
using Weir.Usage.Journal;
using Weir.Usage.Telemetry;
using Xunit;

namespace Weir.EndToEnd.DashboardNumbers;

/// <summary>A server over generated rows. Its tests run one after the other, since they share its built-in dashboard.</summary>
[CollectionDefinition(Rows)]
public sealed class GeneratedWeir : IAsyncLifetime, ICollectionFixture<GeneratedWeir>
{
    public const string Rows = "generated rows";

    public RunningWeir Weir { get; } = new();

    internal RecordedRows Recorded { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        Weir.Set("WEIR_Retention__Days", "36500");
        var (code, _, errors) = await WeirCommand.RunAsAsync(Weir, null, "generate", "--data", Weir.Data, "--rows", "12000", "--days", "40", "--seed", "7", "--until", "2025-11-15");
        code.ShouldBe(0, errors);
        await TellActivityAsync();
        await Weir.InitializeAsync();
        await RunningWeir.EventuallyAsync(async () => (await Weir.SqlAsync($"SELECT count(*) FROM system.ai_gateway.coding_agent_activity WHERE requester LIKE '{ToldObservations.People}%'"))[0][0].ShouldNotBe("0"));
        Recorded = await RecordedRows.ReadAsync(Weir);
        Recorded.Calls.Count.ShouldBe(12_000);
    }

    // What sources told of agents lies in the journal when the server starts, as after a crash.
    private async Task TellActivityAsync()
    {
        var options = new JournalOptions { Directory = Path.Combine(Weir.Data, "journal") };
        await using var requests = await RequestJournal.OpenAsync(options, TimeProvider.System);
        using var journal = new TelemetryJournal(requests, options, TimeProvider.System);
        using var batch = new TelemetryBatch(Guid.NewGuid());
        foreach (var observation in ToldObservations.Make(300))
        {
            batch.Add(observation);
        }

        await journal.AppendAsync(batch);
    }

    /// <summary>The built-in dashboard's id; it is made when there is none.</summary>
    internal async Task<string> DashboardAsync()
    {
        var known = (await Weir.Client.CallAsync("GET", "/api/2.0/weir/usage-dashboard")).Body;
        return known.GetProperty("dashboard_id").GetString() ?? (await Weir.Client.CallAsync("POST", "/api/2.0/weir/usage-dashboard")).Body.Text("dashboard_id");
    }

    /// <summary>The names of what shows figures on it.</summary>
    internal async Task<IReadOnlyList<string>> WidgetsAsync()
    {
        var published = (await Weir.Client.CallAsync("GET", $"/api/2.0/lakeview/dashboards/{await DashboardAsync()}/published")).Body;
        return
        [
            .. from page in JsonDocument.Parse(published.Text("serialized_dashboard")).RootElement.GetProperty("pages").EnumerateArray()
               from item in page.GetProperty("layout").EnumerateArray()
               let widget = item.GetProperty("widget")
               where widget.TryGetProperty("spec", out var spec) && !spec.Text("widgetType").StartsWith("filter-", StringComparison.Ordinal)
               select widget.Text("name"),
        ];
    }

    public ValueTask DisposeAsync() => Weir.DisposeAsync();
}
