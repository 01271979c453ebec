using DiffPlex.DiffBuilder;
using DiffPlex.DiffBuilder.Model;
using Spectre.Console;
using Weir.Agents.Setup;

namespace Weir.CommandLine.Agents;

/// <summary>Prints an agent's configuration, or writes it into its files.</summary>
internal sealed class AgentSetupRun(AgentSetup agent, SetupInput input)
{
    private readonly AgentConfiguration _configuration = agent.For(input);

    /// <summary>Prints it, with the token in its place.</summary>
    public int Print()
    {
        Console.WriteLine(_configuration.Title);
        PrintSteps();
        foreach (var file in _configuration.Files)
        {
            Console.WriteLine();
            Console.WriteLine($"--- {AgentSettingsFile.PathOf(file)}  ({file.Merge})");
            Console.Write(file.Content);
        }

        if (_configuration.ShellLines.Count > 0)
        {
            Console.WriteLine();
            Console.WriteLine(_configuration.EnvironmentIsNeeded ? "--- in the shell" : "--- or in a shell, instead of the files");
            Console.WriteLine(string.Join('\n', _configuration.ShellLines));
        }

        PrintNotes();
        if (_configuration.Files.Count > 0)
        {
            Console.WriteLine();
            Console.WriteLine("With --write this is merged into the files.");
        }

        return 0;
    }

    /// <summary>Shows what changes, asks, and writes.</summary>
    /// <returns>0; 1 when nothing was written though something was to.</returns>
    public int Write(bool yes)
    {
        if (_configuration.Files.Count == 0)
        {
            Console.Error.WriteLine($"{agent.Name} has no file that could be written; do this:");
            Print();
            return 1;
        }

        List<AgentSettingsFile> files;
        try
        {
            files = [.. _configuration.Files.Select(Read)];
        }
        catch (Exception refused) when (refused is SettingsMergeException or IOException or UnauthorizedAccessException)
        {
            Console.Error.WriteLine(refused.Message);
            return 1;
        }

        foreach (var file in files)
        {
            Console.WriteLine(file switch
            {
                { Changes: false } => $"{file.Path} has it all already.",
                { Before: null } => $"{file.Path} will be made:",
                _ => $"{file.Path} will change:",
            });
            ShowChanges(file);
        }

        if (!files.Exists(file => file.Changes))
        {
            PrintWhatIsLeft();
            return 0;
        }

        if (!yes && !Confirm())
        {
            Console.WriteLine("Nothing was written.");
            return 1;
        }

        try
        {
            foreach (var file in files.Where(file => file.Changes))
            {
                file.Write(holdsSecret: file.After.Contains(input.Token, StringComparison.Ordinal));
                Console.WriteLine(file.Before is null ? $"Wrote {file.Path}." : $"Wrote {file.Path}; what was there before is in {file.Backup}.");
            }
        }
        catch (Exception failed) when (failed is IOException or UnauthorizedAccessException)
        {
            Console.Error.WriteLine($"Not everything was written: {failed.Message}");
            return 1;
        }

        PrintWhatIsLeft();
        return 0;
    }

    private static AgentSettingsFile Read(SettingsFile file)
    {
        try
        {
            return AgentSettingsFile.Of(file);
        }
        catch (SettingsMergeException refused)
        {
            throw new SettingsMergeException($"{AgentSettingsFile.PathOf(file)} was left alone: {refused.Message}. Without --write, this command prints what belongs into it.", refused);
        }
    }

    // The token is on the screen of whoever looks on; what changes can be judged without it.
    private void ShowChanges(AgentSettingsFile file)
    {
        if (!file.Changes)
        {
            return;
        }

        foreach (var line in InlineDiffBuilder.Diff(Masked(file.Before ?? string.Empty), Masked(file.After)).Lines)
        {
            if (line.Type is ChangeType.Inserted or ChangeType.Deleted && (line.Text.Length > 0 || file.Before is not null))
            {
                Console.WriteLine($"  {(line.Type == ChangeType.Inserted ? '+' : '-')} {line.Text}");
            }
        }

        string Masked(string text) => text.Replace(input.Token, "<your token>", StringComparison.Ordinal);
    }

    private static bool Confirm()
    {
        if (Console.IsInputRedirected)
        {
            Console.Error.WriteLine("Give --yes to write them: there is nobody to ask.");
            return false;
        }

        return AnsiConsole.Confirm("Write this?", defaultValue: false);
    }

    private void PrintWhatIsLeft()
    {
        if (_configuration.EnvironmentIsNeeded)
        {
            Console.WriteLine();
            Console.WriteLine($"{agent.Name} reads its token from the environment. Where you start it, or for good in ~/.profile:");
            Console.WriteLine("  " + string.Join("\n  ", _configuration.ShellLines));
        }

        PrintNotes();
        Console.WriteLine();
        Console.WriteLine($"Check it with: weir agents check {agent.Key} --endpoint {input.Endpoint}");
    }

    private void PrintSteps()
    {
        for (var i = 0; i < _configuration.Steps.Count; i++)
        {
            var step = _configuration.Steps[i];
            Console.WriteLine($"  {i + 1}. {step.Text}{(step.Value is null ? string.Empty : $"\n       {step.Value}")}");
        }
    }

    private void PrintNotes()
    {
        Console.WriteLine();
        foreach (var note in _configuration.Notes)
        {
            Console.WriteLine($"  * {note}");
        }
    }
}
