using System.Globalization;

namespace Weir.Dashboards.Results;

/// <summary>A typed parameter of a statement, in the words of the statement execution API.</summary>
/// <param name="Name">Without the colon.</param>
/// <param name="Value">As text; NULL for NULL.</param>
/// <param name="Type">For example <c>STRING</c>.</param>
public sealed record StatementParameter(string Name, string? Value, string Type);

/// <summary>The parameters that a statement needs, as it is written. A value of a viewer gets into a statement here and nowhere else.</summary>
/// <param name="reserved">Names that are the dataset's own.</param>
internal sealed class StatementParameters(IEnumerable<string> reserved)
{
    private readonly HashSet<string> _taken = new(reserved, StringComparer.OrdinalIgnoreCase);
    private readonly HashSet<string> _fixed = new(StringComparer.OrdinalIgnoreCase);
    private readonly List<StatementParameter> _parameters = [];

    /// <summary>All so far.</summary>
    public IReadOnlyList<StatementParameter> All => _parameters;

    /// <summary>Adds a value under a name of its own.</summary>
    /// <returns>The parameter as it stands in SQL.</returns>
    public string Add(string prefix, string? value, string type)
    {
        if (_parameters.Find(known => known.Type == type && known.Value == value && known.Name.StartsWith(prefix, StringComparison.Ordinal) && !_fixed.Contains(known.Name)) is { } same)
        {
            return ":" + same.Name;
        }

        var name = prefix;
        for (var number = 2; !_taken.Add(name); number++)
        {
            name = string.Create(CultureInfo.InvariantCulture, $"{prefix}_{number}");
        }

        _parameters.Add(new StatementParameter(name, value, type));
        return ":" + name;
    }

    /// <summary>Sets a parameter that the dataset's SQL names itself.</summary>
    public void Set(string name, string? value, string type)
    {
        if (_fixed.Add(name))
        {
            _parameters.Add(new StatementParameter(name, value, type));
        }
    }
}
