using System.Text.RegularExpressions;
using Shouldly;
using Weir.StandIn;
using Xunit;

namespace Weir.Gateway.Tests.Metering;

/// <summary>docs/field-cases.md names only tests that there are, and says of the corpus what the corpus says.</summary>
public sealed partial class FieldCaseTableTests
{
    private static readonly string Root = RepositoryRoot();

    private static readonly string[][] Rows =
    [
        .. File.ReadLines(Path.Combine(Root, "docs", "field-cases.md"))
            .Where(line => line.StartsWith("| ", StringComparison.Ordinal) && !line.StartsWith("| case |", StringComparison.Ordinal))
            .Select(line => line.Trim('|', ' ').Split(" | ")),
    ];

    [Fact]
    public void Every_row_has_a_case_what_went_wrong_a_test_and_what_our_row_says()
    {
        Rows.Length.ShouldBeGreaterThan(40);
        Rows.ShouldAllBe(row => row.Length == 4 && row.All(cell => cell.Length > 0));
        Rows.ShouldAllBe(row => CorpusCases().IsMatch(row[2]) || TestMethods().IsMatch(row[2]));
    }

    [Fact]
    public void Every_test_that_is_named_exists()
    {
        var sources = Directory.EnumerateFiles(Path.Combine(Root, "tests"), "*Tests.cs", SearchOption.AllDirectories).ToLookup(Path.GetFileNameWithoutExtension, File.ReadAllText);
        foreach (var named in Rows.SelectMany(row => TestMethods().Matches(row[2])))
        {
            var (type, method) = (named.Groups["type"].Value, named.Groups["method"].Value);
            sources[type].ShouldContain(source => IsTest(source, method), named.Value);
        }
    }

    [Fact]
    public void Of_each_case_of_the_corpus_the_table_says_what_the_corpus_expects()
    {
        foreach (var row in Rows)
        {
            foreach (Match named in CorpusCases().Matches(row[2]))
            {
                var known = Corpus.Cases.SingleOrDefault(known => known.Id == named.Groups["id"].Value);
                known.ShouldNotBeNull(named.Value);
                row[3].ShouldContain(Said(known.Expected), customMessage: $"{row[0]}: {known.Id}");
            }
        }
    }

    private static string Said(ExpectedRow expected)
    {
        var input = $"input {expected.InputTokens?.ToString() ?? "NULL"}";
        var parts = new[] { (expected.CacheRead, "cache read"), (expected.CacheCreation, "cache creation") }.Where(part => part.Item1 is not null).Select(part => $"{part.Item2} {part.Item1}");
        var within = string.Join(", ", parts);
        var reasoning = expected.Reasoning is null ? string.Empty : $" (reasoning {expected.Reasoning})";
        return $"{input}{(within.Length > 0 ? $" ({within})" : string.Empty)}, output {expected.OutputTokens?.ToString() ?? "NULL"}{reasoning}, `{expected.UsageSource}`";
    }

    private static bool IsTest(string source, string method)
    {
        var at = source.IndexOf($" {method}(", StringComparison.Ordinal);
        return at >= 0 && source[..at].TrimEnd().Split('\n')[^1].Contains("public ", StringComparison.Ordinal);
    }

    private static string RepositoryRoot()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "Weir.slnx")))
        {
            folder = Path.GetDirectoryName(folder) ?? throw new DirectoryNotFoundException("Weir.slnx is not above " + AppContext.BaseDirectory);
        }

        return folder;
    }

    [GeneratedRegex("`(?<id>[a-z-]+/[a-z0-9-]+)`", RegexOptions.None, 1000)]
    private static partial Regex CorpusCases();

    [GeneratedRegex("`(?<type>[A-Z][A-Za-z]+Tests)\\.(?<method>[A-Z]\\w+)`", RegexOptions.None, 1000)]
    private static partial Regex TestMethods();
}
