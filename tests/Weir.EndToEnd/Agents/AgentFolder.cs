using Shouldly;
using Weir.StandIn.Coding;

namespace Weir.EndToEnd.Agents;

/// <summary>What an agent finds on a machine that it has never run on: an empty home and a repository with one commit.</summary>
internal sealed class AgentFolder : IDisposable
{
    /// <summary>Where the repository says that it comes from.</summary>
    public const string Remote = "https://git.example.com/acme/demo.git";

    private readonly string _root = Directory.CreateTempSubdirectory("weir-agent-").FullName;

    private bool _refusesCommits;

    private AgentFolder()
    {
        Home = Directory.CreateDirectory(Path.Combine(_root, "home")).FullName;
        Repository = Directory.CreateDirectory(Path.Combine(_root, "work")).FullName;
    }

    /// <summary>The home.</summary>
    public string Home { get; }

    /// <summary>The repository.</summary>
    public string Repository { get; }

    public static async Task<AgentFolder> MakeAsync()
    {
        var folder = new AgentFolder();
        await folder.GitAsync("init", "--quiet", "--initial-branch", "main");

        // In the repository itself: Gemini CLI hides the configuration of the home from the commands that it runs.
        await folder.GitAsync("config", "user.name", "Dev");
        await folder.GitAsync("config", "user.email", "dev@example.com");
        await folder.GitAsync("remote", "add", "origin", Remote);
        await folder.GitAsync("commit", "--quiet", "--allow-empty", "--message", "init");
        return folder;
    }

    /// <summary>Writes a file of the home.</summary>
    public void Write(string path, string text)
    {
        var file = new FileInfo(Path.Combine(Home, path));
        file.Directory!.Create();
        File.WriteAllText(file.FullName, text);
    }

    /// <summary>Changes a text that a file of the home has.</summary>
    public void Change(string path, string text, string into)
    {
        var file = Path.Combine(Home, path);
        var before = File.ReadAllText(file);
        before.ShouldContain(text);
        File.WriteAllText(file, before.Replace(text, into));
    }

    /// <summary>No commit is made from now on.</summary>
    public void RefuseCommits()
    {
        _refusesCommits = true;

        // Gemini CLI runs git without hooks; nobody gets past the lock of a branch.
        File.WriteAllText(Path.Combine(Repository, ".git", "refs", "heads", "main.lock"), string.Empty);
    }

    /// <summary>Runs git in the repository; what it wrote.</summary>
    public async Task<string> GitAsync(params string[] arguments)
    {
        var environment = new Dictionary<string, string> { ["PATH"] = Environment.GetEnvironmentVariable("PATH")!, ["HOME"] = Home, ["GIT_CONFIG_NOSYSTEM"] = "1" };
        var run = await ProgramRun.StartAsync(["git", .. arguments], Repository, TimeSpan.FromMinutes(1), environment);
        run.Code.ShouldBe(0, run.Everything);
        return run.Output;
    }

    /// <summary>The file is as it should be, and committed once, unless that was refused.</summary>
    /// <param name="log">What the agent wrote.</param>
    public async Task ShouldHoldTheWorkAsync(string log)
    {
        var file = Path.Combine(Repository, CodingScenario.FileName);
        File.Exists(file).ShouldBeTrue(log);
        (await File.ReadAllTextAsync(file)).ShouldBe(CodingScenario.Changed, log);
        (await GitAsync("log", "--format=%s")).ShouldBe(_refusesCommits ? "init\n" : $"{CodingScenario.CommitMessage}\ninit\n", log);
    }

    public void Dispose() => Directory.Delete(_root, recursive: true);
}
