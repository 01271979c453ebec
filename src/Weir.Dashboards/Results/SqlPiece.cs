namespace Weir.Dashboards.Results;

/// <summary>A piece of SQL as its author wrote it. The pieces of a text, put together, are the text.</summary>
internal readonly record struct SqlPiece(SqlPieceKind Kind, string Text)
{
    /// <summary>Whether it is a word, whatever its case.</summary>
    public bool Is(string word) => Kind == SqlPieceKind.Word && string.Equals(Text, word, StringComparison.OrdinalIgnoreCase);

    /// <summary>Whether it is a symbol.</summary>
    public bool IsSymbol(char symbol) => Kind == SqlPieceKind.Symbol && Text[0] == symbol;

    /// <summary>What a name in backticks or a word names; what a string says, without its quotes.</summary>
    public string Content => Kind switch
    {
        SqlPieceKind.Name => Text[1..^1].Replace("``", "`", StringComparison.Ordinal),
        SqlPieceKind.String => Text[1..^1],
        SqlPieceKind.Parameter => Text[1..],
        _ => Text,
    };

    /// <summary>A name in backticks.</summary>
    public static string Quoted(string name) => $"`{name.Replace("`", "``", StringComparison.Ordinal)}`";
}

internal enum SqlPieceKind
{
    /// <summary>White space and comments.</summary>
    Space,
    Word,

    /// <summary>A name in backticks.</summary>
    Name,
    String,

    /// <summary><c>:name</c>, <c>:name.min</c> or <c>:name.max</c>.</summary>
    Parameter,
    Symbol,
}
