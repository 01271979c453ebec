using System.CommandLine;
using Weir.CommandLine;

var root = new RootCommand("Weir: a self-hosted AI gateway that measures what flows through it.")
{
    ServeCommand.Create(),
    StoreCommand.Create(),
    SqlCommand.Create(),
    RecostCommand.Create(),
    GenerateCommand.Create(),
    SignInLinkCommand.Create(),
    RoutesCommand.Create(),
};

return await root.Parse(args).InvokeAsync();
