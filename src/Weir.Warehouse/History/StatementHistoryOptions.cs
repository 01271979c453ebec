namespace Weir.Warehouse.History;

/// <summary>The history's settings, of the section <c>Warehouse</c> of the configuration.</summary>
public sealed class StatementHistoryOptions
{
    /// <summary>Statements that were submitted more than this many days ago are forgotten.</summary>
    public int HistoryDays { get; set; } = 30;

    /// <summary>Beyond this many statements the oldest are forgotten.</summary>
    public int HistoryRows { get; set; } = 50_000;
}
