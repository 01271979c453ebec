namespace Weir.Agents.Traffic;

/// <summary>The shape in which a request's body has the conversation.</summary>
public enum AgentWireFormat
{
    /// <summary>OpenAI's Chat Completions: <c>messages</c> with <c>tool_calls</c>. Cursor's bodies of the Responses shape on this path are read as what they are.</summary>
    ChatCompletions,

    /// <summary>OpenAI's Responses: <c>input</c> items.</summary>
    Responses,

    /// <summary>Anthropic's Messages: <c>messages</c> with <c>tool_use</c> and <c>tool_result</c> blocks.</summary>
    Messages,

    /// <summary>Gemini's generateContent: <c>contents</c> with <c>functionCall</c> and <c>functionResponse</c> parts.</summary>
    GenerateContent,
}
