namespace Weir.Accounts.Http;

/// <summary>The answer <c>{}</c>: it was done, and there is nothing to say about it.</summary>
public sealed record EmptyAnswer;
