namespace Weir.Spend.Recosting;

/// <summary>What pricing a page of records anew changes, and where the next page begins; null after the last.</summary>
internal sealed record RecostAnswer(string PriceVersion, int Records, int ChangedRecords, IEnumerable<RecostChangeAnswer> Changes, RecostPlaceAnswer? Next);

/// <summary>What changes of a model's costs, in USD as decimal text.</summary>
internal sealed record RecostChangeAnswer(
    string Provider,
    string Model,
    string? ResponseModel,
    string ServiceTier,
    int Attempts,
    string ListCostBefore,
    string ListCostAfter,
    int UnpricedBefore,
    int UnpricedAfter);

/// <summary>A place in the order of records.</summary>
internal sealed record RecostPlaceAnswer(DateTime StartTime, string AfterRequestId);
