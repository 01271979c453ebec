using Microsoft.ML.Tokenizers;

namespace Weir.Gateway.Estimates;

/// <summary>
/// Counts tokens with OpenAI's <c>o200k_base</c>, the tokenizer of its current models. The other vendors publish none: for their models the
/// count is off by some tens of per cent, which is why a row says <c>ESTIMATED</c>. The tokenizer's tables take a second to load, so they are loaded when first needed.
/// </summary>
internal sealed class TokenCounter
{
    private readonly Lazy<Task<TiktokenTokenizer>> _tokenizer = new(() => Task.Run(() => TiktokenTokenizer.CreateForEncoding("o200k_base")));

    /// <summary>Begins to load the tables: called when an answer is awaited whose tokens may have to be estimated.</summary>
    public void Prepare() => _ = _tokenizer.Value;

    /// <summary>The tokens of a text.</summary>
    public async ValueTask<long> CountAsync(string text) => (await _tokenizer.Value).CountTokens(text);
}
