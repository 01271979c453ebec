using FsCheck.Xunit;
using Shouldly;
using Weir.Agents.Telemetry.Reports;
using Xunit;

namespace Weir.Agents.Tests.Telemetry;

/// <summary>Commands and patches in agents' telemetry.</summary>
public sealed class TextTests
{
    [Theory]
    [InlineData("git commit -m x", 1)]
    [InlineData("git add -A && git commit -q -m \"feat: add hello\" && git log --oneline | head -1", 1)]
    [InlineData("git commit -m one; git commit -am two", 2)]
    [InlineData("cd sub && GIT_EDITOR=true /usr/bin/git -C . -c user.name=a commit --amend", 1)]
    [InlineData("(cd a; git commit -m x)\ngit push", 1)]
    [InlineData("echo \"git commit -m x\"", 0)]
    [InlineData("echo 'a; git commit'", 0)]
    [InlineData("git commit --dry-run", 0)]
    [InlineData("git commit-tree abc", 0)]
    [InlineData("git log --grep commit", 0)]
    [InlineData("git ci -m x", 0)]
    [InlineData("git", 0)]
    [InlineData("", 0)]
    [InlineData("git commit -m 'it is' \"unclosed", 1)]
    public void Calls_of_git_commit_are_counted(string command, int commits) => ShellText.Commits(command).ShouldBe(commits);

    [Theory]
    [InlineData("""{"cmd":"ls"}""", "ls")]
    [InlineData("""{"command":"ls","timeout":1}""", "ls")]
    [InlineData("""{"command":["bash","-lc","ls -l"]}""", "ls -l")]
    [InlineData("""{"command":["git","commit","-m","a b"]}""", "git commit -m 'a b'")]
    [InlineData("""{"command":7}""", null)]
    [InlineData("""["ls"]""", null)]
    [InlineData("const r = 1;", null)]
    [InlineData("", null)]
    public void The_command_is_found_in_a_tools_arguments(string arguments, string? command) => ShellText.Of(arguments).ShouldBe(command);

    [Property]
    public void No_command_is_a_failure(string? command) => ShellText.Commits(command ?? string.Empty).ShouldBeGreaterThanOrEqualTo(0);

    [Fact]
    public void Lines_of_a_patch_are_counted_and_its_headings_are_not()
    {
        PatchText.Count("*** Begin Patch\n*** Add File: a\n+one\n+++ two\n*** Update File: b\n*** Move to: c\n@@ -1 +1 @@\n keep\n-old\n--- older\n+new\n*** Delete File: d\n*** End Patch").ShouldBe((3, 2));
        PatchText.Count("-no\n+patch").ShouldBe((0, 0));
        PatchText.Count(string.Empty).ShouldBe((0, 0));
    }
}
