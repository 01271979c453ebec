using System.Diagnostics;
using FsCheck.Xunit;
using Shouldly;
using Weir.Agents.Traffic.Edits;
using Xunit;

namespace Weir.Agents.Tests.Traffic;

/// <summary>How many lines an edit adds and removes.</summary>
public sealed class LineCountsTests
{
    [Theory]
    [InlineData("", "a\nb\nc\n", 3, 0)]
    [InlineData("", "a\nb\nc", 3, 0)]
    [InlineData("a\nb\nc", "a\nb\nc\n", 0, 0)]
    [InlineData("a\r\nb\r\n", "a\nb\n", 0, 0)]
    [InlineData("    print(\"hello\")\n    return 1\n", "    print(\"hello, world\")\n    print(\"again\")\n", 2, 2)]
    [InlineData("only one line, no newline", "a\nb\nc\n", 3, 1)]
    [InlineData("b\nc", "B", 1, 2)]
    [InlineData("a\nb\nc\nd\ne", "a\nx\nc\ny\ne", 2, 2)]
    [InlineData("a\nb\nc", "c\na\nb", 1, 1)]
    [InlineData("a\nb", "", 0, 2)]
    [InlineData("a\na\na", "a\na", 0, 1)]
    [InlineData("\n\n", "\n", 0, 1)]
    [InlineData("", "", 0, 0)]
    public void A_diff_counts_as_git_does(string before, string after, int added, int removed) => LineDiff.Between(before, after).ShouldBe(new LineCounts(added, removed));

    [Property]
    public void What_is_added_and_removed_makes_up_the_difference(string?[] before, string?[] after)
    {
        var old = string.Join('\n', before);
        var @new = string.Join('\n', after);
        var counts = LineDiff.Between(old, @new);
        (counts.Added - counts.Removed).ShouldBe(LineDiff.CountLines(@new) - LineDiff.CountLines(old));
        LineDiff.Between(old, old).ShouldBe(default);
    }

    [Fact]
    public void Of_very_many_differing_lines_those_of_one_text_alone_are_still_told()
    {
        var old = Enumerable.Range(0, 30_000).Select(line => $"{line}").ToList();
        Between(old, [.. old, "x"]).ShouldBe(new LineCounts(1, 0));
        Between(old, [.. old.Select(line => line + "x")]).ShouldBe(new LineCounts(30_000, 30_000));
        Between(["a", .. old.Take(1000), "b"], ["c", .. old.Take(1000), "d"]).ShouldBe(new LineCounts(2, 2));
        // More lines of both than are compared are taken to be replaced.
        Between(["a", .. old, "b"], ["c", .. old, "d"]).ShouldBe(new LineCounts(30_002, 30_002));
    }

    [Fact]
    public void The_most_that_is_compared_takes_little_time()
    {
        var lines = Enumerable.Range(0, LineDiff.MostCompared / 2).Select(line => $"{line}").ToList();
        var watch = Stopwatch.StartNew();
        Between(lines, [.. Enumerable.Reverse(lines)]).Added.ShouldBe((LineDiff.MostCompared / 2) - 1);
        TestContext.Current.SendDiagnosticMessage($"The most that is compared took {watch.ElapsedMilliseconds} ms.");
        watch.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(10));
    }

    private static LineCounts Between(IEnumerable<string> before, IEnumerable<string> after) => LineDiff.Between(string.Join('\n', before), string.Join('\n', after));

    [Theory]
    [InlineData("*** Begin Patch\n*** Add File: a\n+x\n+\n+y\n*** End Patch", 3, 0)]
    [InlineData("*** Begin Patch\n*** Update File: a\n*** Move to: b\n@@ def f\n x\n-y\n+z\n+++c\n--d\n*** End of File\n*** End Patch\n+no", 2, 2)]
    [InlineData("*** Begin Patch\n*** Delete File: a\n*** Add File: b\n+x\n*** Delete File: c\n+no\n*** End Patch", 1, 0)]
    [InlineData("apply_patch <<'EOF'\n*** Begin Patch\r\n*** Add File: a\r\n+x\r\n*** End Patch\r\nEOF", 1, 0)]
    public void A_patch_has_its_lines(string patch, int added, int removed) => PatchText.Count(PatchText.In(patch)!).ShouldBe(new LineCounts(added, removed));

    [Theory]
    [InlineData("------- SEARCH\na\nb\n=======\na\nc\nd\n+++++++ REPLACE\n", 2, 1)]
    [InlineData("<<<<<<< SEARCH\n:start_line:5\n-------\na\n=======\nb\n>>>>>>> REPLACE\n\n<<<<<<< SEARCH\nx\n=======\n>>>>>>> REPLACE", 1, 2)]
    public void Blocks_of_search_and_replacement_have_theirs(string blocks, int added, int removed) => SearchReplaceBlocks.Count(blocks).ShouldBe(new LineCounts(added, removed));

    [Fact]
    public void A_text_without_blocks_has_none() => SearchReplaceBlocks.Count("a\n=======\nb\n>>>>>>> REPLACE").ShouldBeNull();
}
