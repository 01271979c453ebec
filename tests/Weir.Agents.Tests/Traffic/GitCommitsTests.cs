using Shouldly;
using Weir.Agents.Traffic.Commands;
using Xunit;

namespace Weir.Agents.Tests.Traffic;

/// <summary>How many commits and pull requests a command made.</summary>
public sealed class GitCommitsTests
{
    [Theory]
    [InlineData("git commit -m one", 1)]
    [InlineData("git add -A && git commit -q -m \"feat: add hello\" && git log --oneline | head -1", 1)]
    [InlineData("git commit -qm one; git commit -qm two\ngit commit -qm three", 3)]
    [InlineData("git -C dir commit -qm x", 1)]
    [InlineData("git -c user.name=ann -c user.email=a@b --no-pager commit -qm x", 1)]
    [InlineData("git --git-dir /a/.git --work-tree=/a commit -qm x", 1)]
    [InlineData("/usr/bin/git commit -qm x", 1)]
    [InlineData("cd /repo && GIT_AUTHOR_NAME=ann sudo git commit -qm x", 1)]
    [InlineData("timeout 30 git commit -qm x", 1)]
    [InlineData("if true; then git commit -qm x; fi", 1)]
    [InlineData("(cd sub && git commit -qm x)", 1)]
    [InlineData("for f in a b; do git add $f; git commit -qm x; done", 1)]
    [InlineData("bash -lc \"git add . && git commit -qm 'it is'\"", 1)]
    [InlineData("git commit -q -F - <<'EOF'\ngit commit -m no\nisn't it\nEOF\ngit commit -qm two", 2)]
    [InlineData("git commit -qm \"$(cat <<'EOF'\nfix: don't; git commit -m no\n\n(a) \"b\"\nEOF\n)\" && git commit -qm two", 2)]
    [InlineData("echo \"$(git commit -qm x)\"", 1)]
    [InlineData("sh <<EOF\ngit commit -qm x\nEOF", 1)]
    [InlineData("git commit -qm x 2>&1 | tail -1", 1)]
    [InlineData("git commit -qm x # git commit -qm y", 1)]
    [InlineData("git config alias.ci commit && git ci -qam three", 1)]
    [InlineData("git config --global alias.ci 'commit -v' && git ci -qm x", 1)]
    [InlineData("git -c alias.ci=commit ci -qm x", 1)]
    [InlineData("git ci -qam three", 0)]
    [InlineData("git commit-tree abc", 0)]
    [InlineData("git commit --dry-run", 0)]
    [InlineData("git commit --amend --no-edit -q", 0)]
    [InlineData("git commit -qm x && git commit --amend --no-edit -q", 1)]
    [InlineData("echo \"git commit -m x\"", 0)]
    [InlineData("echo git commit -m x", 0)]
    [InlineData("grep -r 'git commit' . ; git log --grep=commit", 0)]
    [InlineData("cat <<EOF > hook\ngit commit -m x\nEOF", 0)]
    [InlineData("git log --oneline", 0)]
    [InlineData("git stash && git push", 0)]
    [InlineData("", 0)]
    [InlineData("git", 0)]
    [InlineData("git -C", 0)]
    public void A_quiet_command_that_succeeded_made_what_it_called(string script, int commits) => GitCommits.Made(ShellScript.CommandsOf(script), "done", true).ShouldBe(commits);

    [Fact]
    public void Gits_own_words_outweigh_the_calls()
    {
        GitCommits.Made(ShellScript.CommandsOf("for f in a b; do git commit -m $f; done"), "[main f9d8750] a\n 1 file changed\n[main 22769a9] b\n", true).ShouldBe(2);
        GitCommits.Made(ShellScript.CommandsOf("git ci -m x"), "[main (root-commit) f9d8750] x\n", true).ShouldBe(1);
        GitCommits.Made(ShellScript.CommandsOf("git commit -m x"), "[detached HEAD f9d8750] x", true).ShouldBe(1);
        GitCommits.Made(ShellScript.CommandsOf("git commit -m x"), "Output: [main f9d8750] x\nProcess Group PGID: 7", true).ShouldBe(1);
        GitCommits.Made(ShellScript.CommandsOf("git commit -m x && npm test"), "Exit code 1\n[main f9d8750] x\n1 test failed", false).ShouldBe(1);
        GitCommits.Made(ShellScript.CommandsOf("git commit -m x || true"), "On branch main\nnothing to commit, working tree clean", true).ShouldBe(0);
        GitCommits.Made(ShellScript.CommandsOf("git commit --amend -m y"), "[main f9d8750] y\n Date: now", true).ShouldBe(0);
        GitCommits.Made(ShellScript.CommandsOf("cat log.txt"), "[main f9d8750] x", true).ShouldBe(0);
        GitCommits.Made(ShellScript.CommandsOf("git commit -m x"), "[WARN] not a commit\n[main nothash] x\n[f9d8750] y", false).ShouldBe(0);
    }

    [Fact]
    public void A_command_that_failed_made_none() => GitCommits.Made(ShellScript.CommandsOf("git commit -m nothing"), "Exit code 1\nOn branch main\nnothing to commit, working tree clean", false).ShouldBe(0);

    [Fact]
    public void Words_are_taken_as_they_are_given()
    {
        GitCommits.Made(ShellScript.CommandsOf(["git", "commit", "-qm", "a; git commit"]), string.Empty, true).ShouldBe(1);
        GitCommits.Made(ShellScript.CommandsOf(["bash", "-lc", "git commit -qm a; git commit -qm b"]), string.Empty, true).ShouldBe(2);
        GitCommits.Made(ShellScript.CommandsOf(["echo", "git commit"]), string.Empty, true).ShouldBe(0);
    }

    [Theory]
    [InlineData("gh pr create --title t --body b", "https://github.com/acme/demo/pull/42", 1)]
    [InlineData("gh -R acme/demo pr create --fill", "Creating pull request\n\nhttps://github.com/acme/demo/pull/42\n", 1)]
    [InlineData("git push && gh pr create --fill", "remote: https://github.com/acme/demo/pull/new/x\nhttps://github.com/acme/demo/pull/42", 1)]
    [InlineData("gh pr create --fill", "a pull request for branch \"x\" already exists", 0)]
    [InlineData("gh pr create --fill --dry-run", "https://github.com/acme/demo/pull/42", 0)]
    [InlineData("gh pr view", "https://github.com/acme/demo/pull/42", 0)]
    [InlineData("echo 'gh pr create'", "https://github.com/acme/demo/pull/42", 0)]
    public void A_pull_request_is_opened_where_its_URL_is_told(string script, string output, int opened) => PullRequests.Opened(ShellScript.CommandsOf(script), output).ShouldBe(opened);

    [Fact]
    public void Endless_nesting_ends()
    {
        ShellScript.CommandsOf(string.Concat(Enumerable.Repeat("$(", 100_000))).ShouldBeEmpty();
        ShellScript.CommandsOf(string.Concat(Enumerable.Repeat("\"$(", 100_000))).ShouldBeEmpty();
        ShellScript.CommandsOf(string.Concat(Enumerable.Repeat("eval ", 100_000)) + "git commit").ShouldNotContain(command => command.Words[0] == "git");
    }
}
