using Weir.Gateway.Dialects;
using Weir.StandIn;

namespace Weir.Gateway.Tests.Metering;

/// <summary>The dialect that a case of the corpus is in.</summary>
internal static class CorpusDialect
{
    public static Dialect Of(CorpusCase known) => known.Folder switch
    {
        "openai-responses" => OpenAIResponses.Instance,
        "anthropic-messages" => AnthropicMessages.Instance,
        "gemini-generate-content" => GeminiGenerateContent.Instance,
        _ => OpenAIChat.Instance,
    };
}
