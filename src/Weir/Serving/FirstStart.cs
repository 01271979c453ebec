using System.Globalization;
using System.Security.Cryptography;
using Weir.Accounts;
using Weir.Accounts.Auditing;
using Weir.Accounts.Permissions;
using Weir.Accounts.Previews;
using Weir.Accounts.Replication;
using Weir.Accounts.SignIn;
using Weir.Gateway.Endpoints;
using Weir.Storage.Relational;
using Weir.Usage.Journal;

namespace Weir.Serving;

/// <summary>What happens before the first request: schema, account, admin, the sandbox, the declarative file.</summary>
internal static partial class FirstStart
{
    public static async Task RunAsync(WebApplication app, RequestJournal journal, CancellationToken cancellationToken)
    {
        var services = app.Services;
        var configuration = app.Configuration;
        var logger = services.GetRequiredService<ILoggerFactory>().CreateLogger("Weir.Serving");
        var recovery = journal.Recovery;
        if (recovery.OrphanRecords.Count > 0 || recovery.TornBytes > 0 || recovery.DamagedLines > 0)
        {
            Recovered(logger, recovery.OrphanRecords.Count, recovery.TornBytes, recovery.DamagedLines);
        }

        await RelationalStorage.MigrateAsync(services, cancellationToken);
        var accounts = services.GetRequiredService<AccountDirectory>();
        var token = configuration["Admin_Token"];
        if (token is { Length: > 0 and < 16 })
        {
            throw new StartException("WEIR_ADMIN_TOKEN is shorter than 16 characters. Choose a longer one, or leave it out to have one made.");
        }

        var before = services.GetRequiredService<TimeProvider>().GetUtcNow().UtcDateTime;
        var made = await accounts.StartAsync(configuration["Admin_Name"] ?? "admin@weir.local", string.IsNullOrEmpty(token) ? null : token, cancellationToken);
        var audit = services.GetRequiredService<IAuditLog>();
        foreach (var added in accounts.State.Tokens.Where(known => known.CreationTime >= before))
        {
            // Whoever can set the environment can make themselves admin: that leaves a trace too.
            var parameters = new Dictionary<string, string>(StringComparer.Ordinal) { ["comment"] = added.Comment ?? string.Empty, ["token_id"] = added.Id };
            await audit.WriteAsync(new AuditEvent("accounts", "generateDbToken", 200) { Identity = accounts.State.FindPrincipal(added.PrincipalId)!.Name, Parameters = parameters, IsAccountLevel = true });
        }

        try
        {
            await services.GetRequiredService<ReplicatedStates>().LoadAsync(cancellationToken);
        }
        catch (CryptographicException undecipherable)
        {
            throw new StartException("The provider credentials cannot be decrypted. Start with the WEIR_SECRET_KEY (or the data directory's secret.key) that they were written with.", undecipherable);
        }

        var previews = services.GetRequiredService<PreviewSwitches>();
        foreach (var unmet in previews.UnmetRequirementsOf(Preview.AIGateway))
        {
            Unmet(logger, unmet);
        }

        var catalog = services.GetRequiredService<EndpointCatalog>();
        var permissions = services.GetRequiredService<PermissionDirectory>();
        var editor = services.GetRequiredService<EndpointEditor>();
        var workspace = accounts.State.Workspaces[0].Id;
        var admin = new EndpointAuthor(accounts.State.Principals.First(principal => principal.IsAccountAdmin).Name, IsAccountAdmin: true);
        if (catalog.ListStored(workspace).Count == 0)
        {
            // The sandbox costs nothing, and is there for everybody to try.
            var sandbox = await editor.CreateAsync(workspace, admin, Sandbox, cancellationToken);
            var secured = new SecurableObject(ObjectType.Endpoints, sandbox.Id, sandbox.WorkspaceId, sandbox.Owner);
            await permissions.ChangeAsync(secured, _ => [new AccessEntry(GranteeKind.Group, AccessEntry.AllUsers, ObjectType.CanQuery)], cancellationToken);
        }

        if (configuration["Config"] is { Length: > 0 } file)
        {
            var changed = await DeclarativeFile.ApplyAsync(file, editor, permissions, workspace, admin, cancellationToken);
            Applied(logger, file, changed);
            if (changed > 0)
            {
                var parameters = new Dictionary<string, string>(StringComparer.Ordinal) { ["endpoints_changed"] = changed.ToString(CultureInfo.InvariantCulture) };
                await audit.WriteAsync(new AuditEvent("aiGateway", "applyDeclarativeFile", 200) { Identity = admin.Name, Parameters = parameters, IsAccountLevel = true });
            }
        }

        if (made is not null)
        {
            var server = PublicAddress.Of(configuration);
            var user = accounts.State.Principals.First(principal => principal.IsAccountAdmin).Name;
            var link = server is null ? null : SignInLinks.UrlOf(server, (await services.GetRequiredService<SignInLinks>().CreateAsync(user, null, cancellationToken)).Secret);
            if (link is not null)
            {
                await audit.WriteAsync(new AuditEvent("accounts", "createSignInLink", 200) { Identity = user, Parameters = new Dictionary<string, string>(StringComparer.Ordinal) { ["user_name"] = user }, IsAccountLevel = true });
            }

            Welcome(made, link);
        }
    }

    private static EndpointDocument Sandbox => new()
    {
        Name = "sandbox",
        Config = new ConfigDocument
        {
            Destinations =
            [
                new DestinationDocument
                {
                    Name = "sandbox",
                    Type = "DESTINATION_TYPE_CUSTOM_MODEL",
                    TrafficPercentage = 100,
                    ExternalModelConfig = new ModelDocument { Provider = Providers.Sandbox, Model = "sandbox" },
                },
            ],
        },
    };

    // Printed once and to the terminal alone: a log would keep it.
    private static void Welcome(string token, string? link)
    {
        Console.WriteLine($"""

            Weir is set up. This is the admin's token; it is shown this once:

              export WEIR_TOKEN={token}

            """);
        if (link is not null)
        {
            Console.WriteLine($"""
                To sign in with a browser, open this within 15 minutes; it works once (weir sign-in-link makes another):

                  {link}

                """);
        }
    }

    [LoggerMessage(300, LogLevel.Warning, "The last run ended abruptly: {Orphans} requests became rows with status 500, {TornBytes} bytes of a half-written end were cut off, {DamagedLines} damaged lines were set aside")]
    private static partial void Recovered(ILogger logger, int orphans, long tornBytes, int damagedLines);

    [LoggerMessage(302, LogLevel.Warning, "AI Gateway does not answer: {Requirement}")]
    private static partial void Unmet(ILogger logger, string requirement);

    [LoggerMessage(301, LogLevel.Information, "Applied {File}: {Changed} endpoints changed")]
    private static partial void Applied(ILogger logger, string file, int changed);
}
