using System.Text.Json;
using Weir.Agents.Traffic.Commands;
using Weir.Agents.Traffic.Conversations;

namespace Weir.Agents.Telemetry.Reports;

/// <summary>A call of a shell tool, as agents log it.</summary>
internal static class LoggedCommand
{
    /// <summary>The commands in a tool's arguments: the member <c>cmd</c> or <c>command</c>, a script or the words of one command.</summary>
    public static IReadOnlyList<ShellCommand> In(string arguments)
    {
        var command = ToolInput.OfText(arguments).Member("cmd", "command");
        return command.ValueKind switch
        {
            JsonValueKind.String => ShellScript.CommandsOf(command.GetString()!),
            JsonValueKind.Array => ShellScript.CommandsOf([.. command.EnumerateArray().Where(word => word.ValueKind == JsonValueKind.String).Select(word => word.GetString()!)]),
            _ => [],
        };
    }
}
