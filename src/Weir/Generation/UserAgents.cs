namespace Weir.Generation;

/// <summary>How clients name themselves: as captured from the real ones, but for Cursor's, whose traffic comes from its own servers.</summary>
internal static class UserAgents
{
    public const string OpenAIPython = "OpenAI/Python 2.8.0";
    public const string AnthropicPython = "Anthropic/Python 0.75.0";
    public const string OpenAIJS = "OpenAI/JS 7.57.0";
    public const string AnthropicJS = "Anthropic/JS 1.12.0";
    public const string GoogleJS = "google-genai-sdk/3.1.0 gl-node/v22.23.3";
    public const string AiSdk = "ai/7.0.173 ai-sdk-provider-utils/5.0.81 node.js/22";
    public const string LangChain = "langchainjs-openai/1.0.0 ((node/v22.23.3; linux; x64))";
    public const string Mistral = "mistral-client-typescript/2.7.0";
    public const string OpenAINet = "OpenAI/2.15.0 (.NET 10.0.12; Debian GNU/Linux 12 (bookworm))";
    public const string Curl = "curl/7.88.1";

    /// <summary>What people write their scripts with.</summary>
    public static IReadOnlyList<string> OfPeople { get; } = [OpenAIPython, OpenAIPython, OpenAIJS, AnthropicPython, AiSdk, LangChain, OpenAINet, Curl];

    /// <summary>The client of a coding agent; the version is the machine's, which its owner seldom updates.</summary>
    /// <param name="use">Which agent.</param>
    /// <param name="draw">Drawn for the machine.</param>
    /// <param name="isInteractive">Whether a person sits before it.</param>
    public static string OfAgent(EndpointUse use, int draw, bool isInteractive) => use switch
    {
        EndpointUse.ClaudeCode => $"claude-cli/{(draw % 4) switch { 0 => "2.1.197", 1 => "2.0.50", _ => "2.1.330" }} (external, {(isInteractive ? "cli" : "sdk-cli")})",
        EndpointUse.Codex when draw % 5 == 0 => "codex_exec/0.80.0 (Debian 12.0.0; x86_64) xterm (codex_exec; 0.80.0)",
        EndpointUse.Codex => isInteractive
            ? "codex-tui/0.169.0 (Debian 12.0.0; x86_64) xterm-256color (codex-tui; 0.169.0)"
            : "codex_exec/0.169.0 (Debian 12.0.0; x86_64) xterm (codex_exec; 0.169.0)",
        EndpointUse.GeminiCli => draw % 6 == 0 ? "GeminiCLI/v20.20.2 (linux; x64)" : "GeminiCLI-tui/0.61.0/gemini-3.1-pro-preview (linux; x64; terminal)",
        _ => "Cursor/1.0",
    };
}
