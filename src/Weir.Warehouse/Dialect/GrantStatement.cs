using Weir.Accounts.Grants;

namespace Weir.Warehouse.Dialect;

/// <summary>
/// <c>GRANT privileges ON securable TO principal</c>, <c>REVOKE privileges ON securable FROM principal</c> and
/// <c>SHOW GRANTS [principal] ON securable</c>, read here and never sent to the engine.
/// </summary>
internal sealed record GrantStatement(GrantVerb Verb, IReadOnlyList<string> Privileges, Securable On, string? Principal)
{
    /// <summary>The statement, or NULL when the text is of another kind.</summary>
    /// <exception cref="Engines.SqlEngineException">It is one, and is malformed.</exception>
    public static GrantStatement? TryRead(string sql, string? catalog, string? schema)
    {
        var start = sql.AsSpan().TrimStart();
        if (sql.Length > 64 * 1024 || !(IsWord(start, "GRANT") || IsWord(start, "REVOKE") || IsWord(start, "SHOW") || start.StartsWith("--", StringComparison.Ordinal) || start.StartsWith("/*", StringComparison.Ordinal)))
        {
            return null;
        }

        var tokens = SqlTokenizer.Read(sql);
        while (tokens.Count > 0 && tokens[^1].IsSymbol(";"))
        {
            tokens.RemoveAt(tokens.Count - 1);
        }

        var words = new GrantWords(tokens, catalog, schema);
        return words.Take("GRANT") ? words.ReadChange(GrantVerb.Grant, "TO")
            : words.Take("REVOKE") ? words.ReadChange(GrantVerb.Revoke, "FROM")
            : words.Take("SHOW") && (words.Take("GRANTS") || words.Take("GRANT")) ? words.ReadShow()
            : null;
    }

    private static bool IsWord(ReadOnlySpan<char> text, string word) => text.StartsWith(word, StringComparison.OrdinalIgnoreCase);
}

internal enum GrantVerb
{
    Grant,
    Revoke,
    Show,
}
