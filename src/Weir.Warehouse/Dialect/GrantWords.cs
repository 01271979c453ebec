using Weir.Accounts.Grants;

namespace Weir.Warehouse.Dialect;

/// <summary>The words of a GRANT, REVOKE or SHOW GRANTS, taken one after the other.</summary>
internal sealed class GrantWords(List<SqlToken> tokens, string? defaultCatalog, string? defaultSchema)
{
    private int _at;

    public bool Take(string word)
    {
        if (_at >= tokens.Count || !tokens[_at].Is(word))
        {
            return false;
        }

        _at++;
        return true;
    }

    public GrantStatement ReadChange(GrantVerb verb, string preposition)
    {
        var privileges = new List<string>();
        do
        {
            privileges.Add(ReadPrivilege());
        }
        while (TakeSymbol(","));
        var on = ReadSecurable();
        if (!Take(preposition))
        {
            throw Expected(preposition + " and a principal");
        }

        var principal = ReadName();
        RequireEnd();
        return new GrantStatement(verb, privileges, on, principal);
    }

    public GrantStatement ReadShow()
    {
        var principal = _at < tokens.Count && tokens[_at].Is("ON") ? null : ReadName();
        var on = ReadSecurable();
        RequireEnd();
        return new GrantStatement(GrantVerb.Show, [], on, principal);
    }

    private string ReadPrivilege()
    {
        var words = new List<string>();
        while (_at < tokens.Count && tokens[_at].Kind == SqlTokenKind.Word && !tokens[_at].Is("ON"))
        {
            words.Add(tokens[_at++].Text.ToUpperInvariant().Replace('_', ' '));
        }

        var privilege = string.Join(' ', words);
        return Privilege.On(SecurableType.Catalog).Contains(privilege, StringComparer.Ordinal)
            ? privilege
            : throw SqlTokenizer.Syntax($"'{privilege}' is not a privilege here. Use {string.Join(", ", Privilege.On(SecurableType.Catalog))}.");
    }

    private Securable ReadSecurable()
    {
        if (!Take("ON"))
        {
            throw Expected("ON and a catalog, schema or table");
        }

        var type = Take("CATALOG") ? SecurableType.Catalog : Take("SCHEMA") || Take("DATABASE") ? SecurableType.Schema : SecurableType.Table;
        if (type == SecurableType.Table)
        {
            Take("TABLE");
        }

        var parts = new List<string> { ReadName() };
        while (TakeSymbol("."))
        {
            parts.Add(ReadName());
        }

        if (type == SecurableType.Table && parts.Count == 1 && defaultSchema is not null)
        {
            parts.Insert(0, defaultSchema);
        }

        if (parts.Count == (int)type && defaultCatalog is not null)
        {
            parts.Insert(0, defaultCatalog);
        }

        // A point inside a quoted name would make it another securable's full name.
        return parts.Count == (int)type + 1 && !parts.Exists(part => part.Contains('.', StringComparison.Ordinal))
            ? Securable.Of(type, string.Join('.', parts))
            : throw SqlTokenizer.Syntax($"A {type.ToString().ToUpperInvariant()} has {(int)type + 1} names, with points between them.");
    }

    private string ReadName()
    {
        if (_at >= tokens.Count || tokens[_at].Kind is not (SqlTokenKind.Word or SqlTokenKind.QuotedName))
        {
            throw Expected("a name; quote one with other characters than letters, digits and _ in backticks");
        }

        var token = tokens[_at++];
        return token.Kind == SqlTokenKind.Word ? token.Text : token.Text[1..^1].Replace("\"\"", "\"", StringComparison.Ordinal);
    }

    private bool TakeSymbol(string symbol)
    {
        if (_at >= tokens.Count || !tokens[_at].IsSymbol(symbol))
        {
            return false;
        }

        _at++;
        return true;
    }

    private void RequireEnd()
    {
        if (_at < tokens.Count)
        {
            throw Expected("the end");
        }
    }

    private Engines.SqlEngineException Expected(string what) =>
        SqlTokenizer.Syntax(_at < tokens.Count ? $"Expected {what} instead of {tokens[_at].Text}." : $"Expected {what}.");
}
