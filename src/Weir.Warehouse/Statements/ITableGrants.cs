using Weir.Accounts;

namespace Weir.Warehouse.Statements;

/// <summary>Says which tables a caller may read.</summary>
public interface ITableGrants
{
    /// <summary>Full lower-case names.</summary>
    IReadOnlyList<string> ReadableBy(Caller caller);
}

/// <summary>Which inference tables there are: those that endpoints name.</summary>
public interface IInferenceTables
{
    /// <summary>Full lower-case names, for example <c>main.default.chat_payload</c>.</summary>
    IReadOnlyList<string> List();
}
