namespace Weir.Generation;

/// <summary>How a call is made: with which API, by which client, streamed or not.</summary>
/// <param name="ApiType">The row's <c>api_type</c>.</param>
/// <param name="Path">The path and query.</param>
/// <param name="Client">The client's user agent.</param>
/// <param name="IsStream">Whether the answer is streamed.</param>
internal readonly record struct CallShape(string ApiType, string Path, string Client, bool IsStream)
{
    private const string OpenAIChat = "openai/v1/chat/completions";
    private const string OpenAIResponses = "openai/v1/responses";
    private const string AnthropicMessages = "anthropic/v1/messages";
    private const string GeminiGenerateContent = "gemini/v1/generateContent";

    public static CallShape Of(in PlannedCall call, Requester requester, GeneratedEndpoint endpoint, ref SeededRandom random)
    {
        var name = endpoint.Endpoint.Name;
        if (endpoint.Use is not (EndpointUse.Chat or EndpointUse.Embeddings))
        {
            var client = UserAgents.OfAgent(endpoint.Use, requester.Machine, isInteractive: GeneratedAgent.IsInteractive(call));
            return endpoint.Use switch
            {
                EndpointUse.ClaudeCode => new CallShape(AnthropicMessages, "/anthropic/v1/messages?beta=true", client, IsStream: true),
                EndpointUse.Codex => new CallShape(OpenAIResponses, "/codex/v1/responses", client, IsStream: true),
                EndpointUse.GeminiCli => new CallShape(GeminiGenerateContent, $"/gemini/v1beta/models/{name}:streamGenerateContent?alt=sse", client, IsStream: true),
                _ => new CallShape("cursor/v1/chat/completions", "/cursor/v1/chat/completions", client, IsStream: true),
            };
        }

        if (endpoint.Use == EndpointUse.Embeddings)
        {
            return endpoint.Models[0].Provider == "gemini"
                ? new CallShape("gemini/v1/embedContent", $"/gemini/v1beta/models/{name}:batchEmbedContents", requester.Client, IsStream: false)
                : new CallShape("openai/v1/embeddings", "/openai/v1/embeddings", requester.Client == UserAgents.GoogleJS ? UserAgents.OpenAIJS : requester.Client, IsStream: false);
        }

        var streams = random.Chance(requester.IsPerson ? 0.65 : 0.35);
        return requester.Client switch
        {
            UserAgents.AnthropicPython or UserAgents.AnthropicJS => new CallShape(AnthropicMessages, "/anthropic/v1/messages", requester.Client, streams),
            UserAgents.GoogleJS => new CallShape(GeminiGenerateContent, $"/gemini/v1beta/models/{name}:{(streams ? "streamGenerateContent?alt=sse" : "generateContent")}", requester.Client, streams),
            UserAgents.Mistral or UserAgents.Curl => new CallShape("mlflow/v1/chat/completions", "/mlflow/v1/chat/completions", requester.Client, streams),
            UserAgents.AiSdk => new CallShape(OpenAIResponses, "/openai/v1/responses", requester.Client, streams),
            _ when random.Chance(0.35) => new CallShape(OpenAIResponses, "/openai/v1/responses", requester.Client, streams),
            _ => new CallShape(OpenAIChat, "/openai/v1/chat/completions", requester.Client, streams),
        };
    }
}
