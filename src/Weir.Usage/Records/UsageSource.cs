namespace Weir.Usage.Records;

/// <summary>Says where the token counts of a row come from. Stored by its SQL spelling, see <see cref="UsageSources"/>.</summary>
public enum UsageSource
{
    /// <summary>No count is known: the token columns are NULL.</summary>
    None,

    /// <summary>The provider's final count.</summary>
    Provider,

    /// <summary>The provider stated counts, but the answer ended before its final one.</summary>
    ProviderPartial,

    /// <summary>Counted by a tokenizer of ours, since the provider stated nothing and the endpoint asks for estimates.</summary>
    Estimated,
}

/// <summary>The spelling of <see cref="UsageSource"/> in the column <c>usage_source</c>.</summary>
public static class UsageSources
{
    /// <summary>The value as it stands in the table, for example <c>PROVIDER_PARTIAL</c>.</summary>
    public static string ToSql(this UsageSource source) => source switch
    {
        UsageSource.Provider => "PROVIDER",
        UsageSource.ProviderPartial => "PROVIDER_PARTIAL",
        UsageSource.Estimated => "ESTIMATED",
        _ => "NONE",
    };
}
