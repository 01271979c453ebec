namespace Weir.Accounts.Grants;

/// <summary>What data privileges are granted on: a catalog, a schema or a table.</summary>
/// <param name="Type">Which of the three.</param>
/// <param name="FullName">Its lower-case name with those it is in, for example <c>system.ai_gateway.usage</c>.</param>
public sealed record Securable(SecurableType Type, string FullName)
{
    /// <summary>The kind and name as messages write them, for example <c>Table 'system.ai_gateway.usage'</c>.</summary>
    public string Description => $"{Type} '{FullName}'";

    /// <summary>The securable of a full name.</summary>
    public static Securable Of(SecurableType type, string fullName) => new(type, fullName.ToLowerInvariant());

    /// <summary>Itself, then what it is in.</summary>
    public IEnumerable<Securable> WithParents()
    {
        var parts = FullName.Split('.');
        for (var depth = parts.Length; depth > 0; depth--)
        {
            yield return new Securable((SecurableType)(depth - 1), string.Join('.', parts[..depth]));
        }
    }
}

/// <summary>The kinds of securable, by how many names theirs has.</summary>
public enum SecurableType
{
    /// <summary>One name.</summary>
    Catalog,

    /// <summary>Two names.</summary>
    Schema,

    /// <summary>Three names.</summary>
    Table,
}

/// <summary>The privileges, as SQL writes them.</summary>
public static class Privilege
{
    /// <summary>To reach what is in a catalog.</summary>
    public const string UseCatalog = "USE CATALOG";

    /// <summary>To reach what is in a schema.</summary>
    public const string UseSchema = "USE SCHEMA";

    /// <summary>To read tables.</summary>
    public const string Select = "SELECT";

    /// <summary>To grant and revoke; it lets nobody read.</summary>
    public const string Manage = "MANAGE";

    /// <summary>The others but MANAGE.</summary>
    public const string All = "ALL PRIVILEGES";

    /// <summary>Which may be granted on a kind of securable: a privilege on a catalog or schema is one on everything in it.</summary>
    public static IReadOnlyList<string> On(SecurableType type) => type switch
    {
        SecurableType.Catalog => [UseCatalog, UseSchema, Select, Manage, All],
        SecurableType.Schema => [UseSchema, Select, Manage, All],
        _ => [Select, Manage, All],
    };
}
