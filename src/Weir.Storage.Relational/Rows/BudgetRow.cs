namespace Weir.Storage.Relational.Rows;

internal sealed class BudgetRow
{
    public required string Id { get; set; }

    public required string Name { get; set; }

    public required string Document { get; set; }
}
