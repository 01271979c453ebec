using System.Globalization;
using Weir.StandIn;

// Run by hand: serves the corpus and the load answers until it is stopped.
await using var server = await StandInServer.StartAsync(args.Length > 0 ? int.Parse(args[0], CultureInfo.InvariantCulture) : 8099);
Console.WriteLine($"provider stand-in on {server.Address}");
await server.WaitForShutdownAsync();
