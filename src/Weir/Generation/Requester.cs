using System.Globalization;

namespace Weir.Generation;

/// <summary>Somebody, or something, that makes calls.</summary>
internal sealed class Requester
{
    private static readonly string[] FirstNames =
    [
        "ada", "amir", "ana", "bela", "chen", "clara", "daniel", "dina", "elif", "emil", "eva", "femi", "finn", "grace", "hana", "hugo", "ines", "ivan", "jana", "jonas",
        "kai", "lara", "leo", "lin", "maya", "milan", "nina", "noor", "olga", "omar", "paul", "petra", "ravi", "rosa", "sara", "tom", "uma", "viktor", "yara", "zoe",
    ];

    private static readonly string[] LastNames = ["abel", "berg", "costa", "dufour", "eriksen", "fischer", "garcia", "haddad", "ito", "jansen", "kaya", "lopez", "mori", "novak", "okafor", "patel", "quinn", "rossi", "silva", "tanaka"];

    private static readonly string[] Projects = ["atlas", "borealis", "cascade", "delta", "ember", "fjord"];

    private Requester()
    {
    }

    /// <summary>The user's e-mail, or the service principal's application id.</summary>
    public required string Name { get; init; }

    public required bool IsPerson { get; init; }

    /// <summary>An index of <see cref="Company.Workspaces"/>.</summary>
    public required int Workspace { get; init; }

    /// <summary>How much this one calls, against the others of its kind.</summary>
    public required double Weight { get; init; }

    /// <summary>When calls are made.</summary>
    public required CallRhythm Rhythm { get; init; }

    /// <summary>The office that a person works in.</summary>
    public required int Office { get; init; }

    public required string IpAddress { get; init; }

    /// <summary>The client of calls that no coding agent makes.</summary>
    public required string Client { get; init; }

    /// <summary>Drawn for the machine: which version its coding agent has.</summary>
    public required int Machine { get; init; }

    /// <summary>The endpoint of the coding agent that the person works with; NULL for one who works with none.</summary>
    public required int? AgentEndpoint { get; init; }

    /// <summary>The endpoints of other calls, the most used first.</summary>
    public required IReadOnlyList<int> Endpoints { get; init; }

    /// <summary>What calls are tagged with: one of them each, or nothing.</summary>
    public required IReadOnlyList<IReadOnlyDictionary<string, string>?> Tags { get; init; }

    /// <summary>A person.</summary>
    /// <param name="seed">The seed.</param>
    /// <param name="rank">From 0: the less, the more the person calls, by a power law.</param>
    /// <param name="endpoints">The company's endpoints.</param>
    public static Requester Person(ulong seed, int rank, IReadOnlyList<GeneratedEndpoint> endpoints)
    {
        var random = SeededRandom.Of(seed, GenerationPurpose.People, (ulong)rank);
        var workspace = random.Below(10) switch { < 5 => 0, < 8 => 1, _ => 2 };
        var office = workspace == 2 ? 1 : random.Below(3) == 0 ? 1 : 0;
        var agents = Choose(endpoints, workspace, endpoint => endpoint.Use is not (EndpointUse.Chat or EndpointUse.Embeddings));
        var chats = Choose(endpoints, workspace, endpoint => endpoint.Use == EndpointUse.Chat);
        var team = endpoints[chats.Numbers[chats.Choice.Choose(random.NextDouble())]].Team;
        return new Requester
        {
            // Four hundred names out of eight hundred, each but once.
            Name = $"{FirstNames[(rank * 7) % FirstNames.Length]}.{LastNames[(rank / FirstNames.Length * 2 + rank) % LastNames.Length]}@acme.example",
            IsPerson = true,
            Workspace = workspace,
            Weight = 1 / Math.Pow(rank + 2, 1.05),
            Rhythm = CallRhythm.Office,
            Office = office,
            IpAddress = string.Create(CultureInfo.InvariantCulture, $"10.{(office == 0 ? 20 : 40)}.{rank / 200}.{(rank % 200) + 20}"),
            Client = UserAgents.OfPeople[random.Below(UserAgents.OfPeople.Count)],
            Machine = random.Below(1000),
            AgentEndpoint = random.Chance(workspace == 1 ? 0.4 : 0.75) ? agents.Numbers[agents.Choice.Choose(random.NextDouble())] : null,
            Endpoints = [.. Enumerable.Range(0, 3).Select(_ => chats.Numbers[chats.Choice.Choose(random.NextDouble())])],
            Tags = TagsOf(team, ref random),
        };
    }

    /// <summary>An application, which is a service principal.</summary>
    public static Requester Application(ulong seed, int number, string name, IReadOnlyList<int> used, CallRhythm rhythm, double weight, string client, IReadOnlyList<GeneratedEndpoint> endpoints)
    {
        var random = SeededRandom.Of(seed, GenerationPurpose.Applications, (ulong)number);
        var first = endpoints[used[0]];
        return new Requester
        {
            Name = random.NextGuid().ToString(),
            IsPerson = false,
            Workspace = first.Workspace,
            Weight = weight,
            Rhythm = rhythm,
            Office = 0,
            IpAddress = string.Create(CultureInfo.InvariantCulture, $"10.80.0.{number + 10}"),
            Client = client,
            Machine = 0,
            AgentEndpoint = null,
            Endpoints = [.. Enumerable.Range(0, 3).Select(place => used[place % used.Count])],
            Tags = [new Dictionary<string, string>(StringComparer.Ordinal) { ["team"] = first.Team, ["project"] = name }],
        };
    }

    private static IReadOnlyList<IReadOnlyDictionary<string, string>?> TagsOf(string team, ref SeededRandom random)
    {
        var project = random.Below(Projects.Length);
        return
        [
            new Dictionary<string, string>(StringComparer.Ordinal) { ["team"] = team, ["project"] = Projects[project] },
            new Dictionary<string, string>(StringComparer.Ordinal) { ["team"] = team, ["project"] = Projects[(project + 1) % Projects.Length] },
            new Dictionary<string, string>(StringComparer.Ordinal) { ["team"] = team },
            null,
        ];
    }

    private static (IReadOnlyList<int> Numbers, WeightedChoice Choice) Choose(IReadOnlyList<GeneratedEndpoint> endpoints, int workspace, Func<GeneratedEndpoint, bool> isMeant)
    {
        List<int> numbers = [.. Enumerable.Range(0, endpoints.Count).Where(number => endpoints[number].Workspace == workspace && isMeant(endpoints[number]))];
        return (numbers, new WeightedChoice(numbers.Select(number => endpoints[number].Weight)));
    }
}

/// <summary>When something calls.</summary>
internal enum CallRhythm
{
    /// <summary>When people work.</summary>
    Office,

    /// <summary>In the small hours, UTC.</summary>
    Night,

    /// <summary>All day and night.</summary>
    Always,
}
