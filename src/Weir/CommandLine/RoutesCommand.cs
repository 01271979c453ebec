using System.CommandLine;
using Weir.Serving;

namespace Weir.CommandLine;

/// <summary><c>weir routes</c>: the server's route table, so that what must hold of every route can be checked of every route.</summary>
internal static class RoutesCommand
{
    public static Command Create()
    {
        var command = new Command("routes", "Print the method and path of every route of the server.");
        command.SetAction(async (_, _) =>
        {
            foreach (var route in await WeirHost.RoutesAsync())
            {
                Console.WriteLine(route);
            }
        });
        return command;
    }
}
