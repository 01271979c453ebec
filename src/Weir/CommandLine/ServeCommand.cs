using System.CommandLine;
using Weir.Serving;

namespace Weir.CommandLine;

/// <summary><c>weir serve</c>: runs the gateway in the foreground.</summary>
internal static class ServeCommand
{
    public static Command Create()
    {
        var command = new Command("serve", """
            Run the gateway in the foreground.

            Settings come from appsettings.json, the environment (WEIR_ prefix, __ between levels) and the command line (--Section:Name=value):
              WEIR_URLS          where to listen (http://127.0.0.1:8080)
              WEIR_DATA          the data directory (./data)
              WEIR_ADMIN_TOKEN   the first admin's token; made and printed once when absent
              WEIR_CONFIG        a YAML file of endpoints, applied at start
              WEIR_SECRET_KEY    encrypts provider keys at rest; made and kept in the data directory when absent
            """)
        {
            TreatUnmatchedTokensAsErrors = false,
        };
        command.SetAction(parsed => WeirHost.RunAsync([.. parsed.UnmatchedTokens]));
        return command;
    }
}
