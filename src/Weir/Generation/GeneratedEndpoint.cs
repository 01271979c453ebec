using Weir.Gateway.Endpoints;

namespace Weir.Generation;

/// <summary>An endpoint of the company whose usage is generated, with how its models behave.</summary>
internal sealed class GeneratedEndpoint
{
    private static readonly DateTime Created = new(2026, 1, 12, 9, 30, 0, DateTimeKind.Utc);

    private readonly WeightedChoice _split;

    public GeneratedEndpoint(ulong seed, EndpointOutline outline, int number)
    {
        var random = SeededRandom.Of(seed, GenerationPurpose.Endpoints, (ulong)number);
        var created = Created.AddHours(random.Below(4000)).AddMicroseconds(random.Below(1_000_000));
        Use = outline.Use;
        Weight = outline.Weight;
        Workspace = outline.Workspace;
        Team = outline.Team;
        var primaries = outline.Models.Select(share => (Model: ModelProfile.All[share.Model], share.Percentage)).ToList();
        var fallbacks = outline.Fallbacks.Select(name => ModelProfile.All[name]).ToList();
        Models = [.. primaries.Select(primary => primary.Model), .. fallbacks];
        PrimaryCount = primaries.Count;
        _split = new WeightedChoice(primaries.Select(primary => (double)primary.Percentage));
        List<Destination> destinations = [.. primaries.Select(primary => DestinationOf(primary.Model, primary.Percentage, ref random)), .. fallbacks.Select(model => DestinationOf(model, 0, ref random))];
        Endpoint = new GatewayEndpoint
        {
            Id = random.NextGuid().ToString(),
            Name = outline.Name,
            WorkspaceId = Company.Workspaces[outline.Workspace],
            Creator = "platform-team@acme.example",
            CreationTime = created,
            LastUpdatedTime = created.AddHours(random.Below(300)),
            Tags = new Dictionary<string, string>(StringComparer.Ordinal) { ["team"] = outline.Team, ["environment"] = outline.Environment },
            Destinations = [.. destinations.Take(PrimaryCount)],
            Fallbacks = [.. destinations.Skip(PrimaryCount)],
        };
        Destinations = destinations;
    }

    public EndpointUse Use { get; }

    public double Weight { get; }

    /// <summary>An index of <see cref="Company.Workspaces"/>.</summary>
    public int Workspace { get; }

    public string Team { get; }

    public GatewayEndpoint Endpoint { get; }

    /// <summary>The primaries, then the fallbacks.</summary>
    public IReadOnlyList<Destination> Destinations { get; }

    /// <summary>The models of <see cref="Destinations"/>.</summary>
    public IReadOnlyList<ModelProfile> Models { get; }

    public int PrimaryCount { get; }

    /// <summary>Where a request starts, by the traffic split: an index of <see cref="Destinations"/>.</summary>
    public int Primary(double draw) => _split.Choose(draw);

    private static Destination DestinationOf(ModelProfile model, int percentage, ref SeededRandom random) => new()
    {
        Id = random.NextGuid().ToString("N"),
        Name = model.Provider is "azure-openai" or "bedrock" ? $"{model.Provider}-{(model.Provider == "bedrock" ? "claude-sonnet-5" : model.Name)}" : model.Name,
        Type = model.DestinationType,
        TrafficPercentage = percentage,
        Model = new ExternalModel { Provider = model.Provider, Name = model.Name },
    };
}

/// <summary>What an endpoint is for.</summary>
internal enum EndpointUse
{
    /// <summary>People and applications that chat.</summary>
    Chat,

    /// <summary>Claude Code.</summary>
    ClaudeCode,

    /// <summary>Codex CLI.</summary>
    Codex,

    /// <summary>Gemini CLI.</summary>
    GeminiCli,

    /// <summary>Cursor.</summary>
    Cursor,

    /// <summary>Embeddings.</summary>
    Embeddings,
}

/// <summary>An endpoint in a line.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Workspace">An index of <see cref="Company.Workspaces"/>.</param>
/// <param name="Use">What it is for.</param>
/// <param name="Weight">How much it is used, against the others of the same use.</param>
/// <param name="Team">Whose it is.</param>
/// <param name="Environment">Production or not.</param>
/// <param name="Models">Names of <see cref="ModelProfile.All"/> and the share of the traffic of each, in percent.</param>
/// <param name="Fallbacks">Names of <see cref="ModelProfile.All"/>.</param>
internal sealed record EndpointOutline(string Name, int Workspace, EndpointUse Use, double Weight, string Team, string Environment, IReadOnlyList<(string Model, int Percentage)> Models, params IReadOnlyList<string> Fallbacks);
