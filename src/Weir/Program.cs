using System.CommandLine;
using Weir.CommandLine;
using Weir.CommandLine.Agents;

var root = new RootCommand("Weir: a self-hosted AI gateway that measures what flows through it.")
{
    ServeCommand.Create(),
    StoreCommand.Create(),
    SqlCommand.Create(),
    AgentsCommand.Create(),
    RecostCommand.Create(),
    GenerateCommand.Create(),
    SignInLinkCommand.Create(),
    RoutesCommand.Create(),
};

// Who is asked to stop has the time to put down what is in hand; the library's own two seconds would end the process in the middle of it.
return await root.Parse(args).InvokeAsync(new InvocationConfiguration { ProcessTerminationTimeout = TimeSpan.FromMinutes(1) });
