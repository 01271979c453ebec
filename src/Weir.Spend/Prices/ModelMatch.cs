using System.Text.Json;
using System.Text.RegularExpressions;

namespace Weir.Spend.Prices;

/// <summary>Which models a price is of; the case of a name does not count.</summary>
public abstract record ModelMatch
{
    private static readonly TimeSpan LongestMatch = TimeSpan.FromMilliseconds(50);

    /// <summary>The matcher as genai-prices writes it.</summary>
    public string? Json { get; init; }

    /// <summary>Whether the price is of this model.</summary>
    public abstract bool Matches(string model);

    /// <summary>Reads a matcher as genai-prices writes it: one of equals, starts_with, ends_with, contains, regex, or, and.</summary>
    /// <exception cref="InvalidDataException">It is none of these.</exception>
    public static ModelMatch Read(JsonElement json)
    {
        var member = json.ValueKind == JsonValueKind.Object && json.EnumerateObject().ToList() is [var only] ? only : throw new InvalidDataException("A matcher must be an object with one member.");
        ModelMatch read = member.Name switch
        {
            "equals" => new Text(member.Value.GetString()!, (model, text) => model.Equals(text, StringComparison.OrdinalIgnoreCase)),
            "starts_with" => new Text(member.Value.GetString()!, (model, text) => model.StartsWith(text, StringComparison.OrdinalIgnoreCase)),
            "ends_with" => new Text(member.Value.GetString()!, (model, text) => model.EndsWith(text, StringComparison.OrdinalIgnoreCase)),
            "contains" => new Text(member.Value.GetString()!, (model, text) => model.Contains(text, StringComparison.OrdinalIgnoreCase)),
            "regex" => new Pattern(new Regex(member.Value.GetString()!, RegexOptions.CultureInvariant, LongestMatch)),
            "or" => new Any([.. member.Value.EnumerateArray().Select(Read)]),
            "and" => new Every([.. member.Value.EnumerateArray().Select(Read)]),
            _ => throw new InvalidDataException($"'{member.Name}' is no matcher. Use equals, starts_with, ends_with, contains, regex, or, and."),
        };
        return read with { Json = json.GetRawText() };
    }

    /// <summary>A model of exactly this name.</summary>
    public static ModelMatch Exactly(string name) => new Text(name, (model, text) => model.Equals(text, StringComparison.OrdinalIgnoreCase));

    private sealed record Text(string Wanted, Func<string, string, bool> Test) : ModelMatch
    {
        public override bool Matches(string model) => Test(model, Wanted);
    }

    private sealed record Pattern(Regex Wanted) : ModelMatch
    {
        // genai-prices writes its patterns for names in lower case, and matches nothing else with them.
        public override bool Matches(string model) => Wanted.IsMatch(model.ToLowerInvariant());
    }

    private sealed record Any(IReadOnlyList<ModelMatch> Parts) : ModelMatch
    {
        public override bool Matches(string model) => Parts.Any(match => match.Matches(model));
    }

    private sealed record Every(IReadOnlyList<ModelMatch> Parts) : ModelMatch
    {
        public override bool Matches(string model) => Parts.All(match => match.Matches(model));
    }
}
