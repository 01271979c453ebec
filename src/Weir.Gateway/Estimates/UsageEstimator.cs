using Weir.Gateway.Dialects;
using Weir.Gateway.Recording;
using Weir.Usage.Records;

namespace Weir.Gateway.Estimates;

/// <summary>Estimates the tokens of an answer whose provider stated none, for endpoints that ask for it (<c>config.estimate_usage</c>). No other row ever holds an estimate.</summary>
internal sealed class UsageEstimator(TokenCounter counter)
{
    /// <summary>The dialect to read an answer with: one that keeps the answer's text where an estimate may be needed.</summary>
    public Dialect Listen(Exchange exchange, Dialect dialect)
    {
        if (!exchange.Endpoint!.EstimateUsage || !exchange.Route.IsUsage)
        {
            return dialect;
        }

        counter.Prepare();
        return new AnswerText(dialect);
    }

    /// <summary>The estimate: the request's text and what the model had written by now; NULL when it had written nothing.</summary>
    public async ValueTask<TokenUsage?> EstimateAsync(Exchange exchange, AnswerText answer)
    {
        var isEmbedding = exchange.Route.Operation.IsEmbedding();
        if (answer.IsEmpty && !isEmbedding)
        {
            return null;
        }

        return new TokenUsage
        {
            InputTokens = await counter.CountAsync(PromptText.Of(exchange.Body!.Bytes)),
            OutputTokens = isEmbedding ? 0 : await counter.CountAsync(answer.ToString()),
        };
    }
}
