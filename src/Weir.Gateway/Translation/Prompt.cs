using System.Text.Json;

namespace Weir.Gateway.Translation;

/// <summary>
/// What a request asks of a model, in no dialect: every dialect's reader makes one, every dialect's writer writes one.
/// NULL means that the request does not say.
/// </summary>
internal sealed record Prompt
{
    /// <summary>The system's instructions, in their order.</summary>
    public IReadOnlyList<string> System { get; init; } = [];

    /// <summary>The conversation.</summary>
    public IReadOnlyList<Turn> Turns { get; init; } = [];

    public IReadOnlyList<Tool> Tools { get; init; } = [];

    public ToolChoice? ToolChoice { get; init; }

    public bool? ParallelToolCalls { get; init; }

    public long? MaxOutputTokens { get; init; }

    public double? Temperature { get; init; }

    public double? TopP { get; init; }

    public long? TopK { get; init; }

    public long? Seed { get; init; }

    public double? PresencePenalty { get; init; }

    public double? FrequencyPenalty { get; init; }

    public IReadOnlyList<string> StopSequences { get; init; } = [];

    public OutputFormat? Output { get; init; }

    public Reasoning? Reasoning { get; init; }

    /// <summary>How wordy the answer is to be: <c>low</c>, <c>medium</c> or <c>high</c>.</summary>
    public string? Verbosity { get; init; }

    public bool Stream { get; init; }

    /// <summary>Whether a stream is to state its usage (OpenAI's <c>include_usage</c>; other dialects always do).</summary>
    public bool IncludeUsage { get; init; }

    /// <summary>What was understood and is not carried since it does not change the answer (cache hints, metadata): told to the client in a header.</summary>
    public ISet<string> NotCarried { get; init; } = new SortedSet<string>(StringComparer.Ordinal);

    /// <summary>Properties that the client always gives, and does without: noted and not refused where the target has no words for them.</summary>
    public IReadOnlySet<string> Dispensable { get; init; } = new HashSet<string>(StringComparer.Ordinal);

    /// <summary>The request's own name for a property of this record, for messages to its author.</summary>
    public required IReadOnlyDictionary<string, string> FieldNames { get; init; }

    /// <summary>Refuses a property that the target has no words for.</summary>
    /// <exception cref="UntranslatableException">Always.</exception>
    public UntranslatableException Refuse(string property, string why) => new(NameOf(property), why);

    /// <summary>The request's own name for a property.</summary>
    public string NameOf(string property) => FieldNames.GetValueOrDefault(property, property);

    /// <summary>Refuses a property when the request gives it.</summary>
    /// <exception cref="UntranslatableException">It is given, and the client cannot do without.</exception>
    public void RefuseGiven(bool given, string property, string why = "has no counterpart")
    {
        if (given && Dispensable.Contains(property))
        {
            NotCarried.Add(NameOf(property));
        }
        else if (given)
        {
            throw Refuse(property, why);
        }
    }
}

/// <summary>One message of a conversation.</summary>
internal sealed record Turn(Speaker Speaker, IReadOnlyList<Part> Parts);

internal enum Speaker
{
    User,
    Assistant,

    /// <summary>Instructions in the midst of a conversation.</summary>
    System,
}

/// <summary>A piece of a message.</summary>
/// <param name="Field">Where it stands in the request, for messages to its author.</param>
internal abstract record Part(string Field);

internal sealed record TextPart(string Field, string Text) : Part(Field);

/// <summary>An image, document or sound, as base64 <paramref name="Data"/> or by <paramref name="Url"/>; one of the two is given.</summary>
internal sealed record MediaPart(string Field, string? MediaType, string? Data, string? Url, string? Name = null, string? Detail = null) : Part(Field)
{
    public bool IsImage => MediaType is null || MediaType.StartsWith("image/", StringComparison.OrdinalIgnoreCase);

    public bool IsAudio => MediaType?.StartsWith("audio/", StringComparison.OrdinalIgnoreCase) == true;
}

/// <summary>A model's thinking, with the provider's signature where it gave one; <paramref name="Redacted"/> is thinking that only the provider can read.</summary>
internal sealed record ThinkingPart(string Field, string Text, string? Signature, string? Redacted = null) : Part(Field);

/// <summary>A model's call of a tool; <paramref name="Arguments"/> is a JSON object as text.</summary>
internal sealed record ToolCallPart(string Field, string Id, string Name, string Arguments, string? ThoughtSignature = null) : Part(Field);

internal sealed record ToolResultPart(string Field, string CallId, string? Name, IReadOnlyList<Part> Content, bool IsError) : Part(Field);

/// <summary>A function that the model may call; <paramref name="Parameters"/> is a JSON Schema, NULL for none.</summary>
/// <param name="Name">The function's name.</param>
/// <param name="Description">What it is for.</param>
/// <param name="Parameters">The schema of its arguments.</param>
/// <param name="Strict">Whether the arguments must fit the schema exactly.</param>
/// <param name="IsFreeform">The client's tool takes a text and no object (OpenAI's custom tools): it is offered as a function with the one argument <c>input</c>.</param>
internal sealed record Tool(string Name, string? Description, JsonElement? Parameters, bool? Strict, bool IsFreeform = false);

internal enum ToolChoiceKind
{
    Auto,
    None,
    Any,
    Named,
}

internal sealed record ToolChoice(ToolChoiceKind Kind, string? Name = null);

/// <summary>JSON in the answer: by a schema, or any object when <paramref name="Schema"/> is NULL.</summary>
internal sealed record OutputFormat(JsonElement? Schema, string? Name, string? Description, bool? Strict);

/// <summary>How much the model is to think.</summary>
/// <param name="IsOff">Thinking is ruled out.</param>
/// <param name="Effort"><c>minimal</c>, <c>low</c>, <c>medium</c>, <c>high</c>, <c>xhigh</c> or <c>max</c>.</param>
/// <param name="BudgetTokens">The most tokens to think.</param>
/// <param name="ShowThoughts">Whether the answer is to show the thinking.</param>
internal sealed record Reasoning(bool IsOff, string? Effort, long? BudgetTokens, bool ShowThoughts)
{
    /// <summary>The effort, from the budget where only that is given.</summary>
    public string? EffortOrBudget => Effort ?? BudgetTokens switch
    {
        null => null,
        <= 2048 => "low",
        <= 8192 => "medium",
        _ => "high",
    };

    /// <summary>The budget, from the effort where only that is given, in tokens.</summary>
    public long? BudgetOrEffort => BudgetTokens ?? Effort switch
    {
        null => null,
        "minimal" or "low" => 2048,
        "medium" => 8192,
        "high" => 16384,
        _ => 32768,
    };
}
