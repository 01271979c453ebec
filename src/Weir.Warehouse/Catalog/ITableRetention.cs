namespace Weir.Warehouse.Catalog;

/// <summary>Knows how long rows of a table are kept.</summary>
public interface ITableRetention
{
    /// <summary>The retention of a table, or NULL when nothing sets one.</summary>
    TableRetention? Of(CatalogTable table);
}

/// <summary>How long rows are kept.</summary>
/// <param name="Days">Days after a row's event time.</param>
/// <param name="SetBy">What sets it: <c>CONFIGURATION</c> or <c>ENDPOINT</c>.</param>
public sealed record TableRetention(int Days, string SetBy);
