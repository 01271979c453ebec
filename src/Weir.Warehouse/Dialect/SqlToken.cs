namespace Weir.Warehouse.Dialect;

/// <summary>A token of a statement.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Text">In the engine's spelling: strings and quoted names are already re-quoted.</param>
/// <param name="Start">Where it starts in the author's text.</param>
/// <param name="End">Where it ends there.</param>
internal readonly record struct SqlToken(SqlTokenKind Kind, string Text, int Start, int End)
{
    public bool Is(string word) => Kind == SqlTokenKind.Word && string.Equals(Text, word, StringComparison.OrdinalIgnoreCase);

    public bool IsSymbol(string symbol) => Kind == SqlTokenKind.Symbol && Text == symbol;
}

internal enum SqlTokenKind
{
    Word,
    QuotedName,
    String,
    Number,
    Parameter,
    Symbol,
}
